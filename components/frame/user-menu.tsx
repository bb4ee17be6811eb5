'use client';
import { Keyboard, LogOut, Monitor, Moon, Settings2, Sun } from 'lucide-react';
import { useTheme } from 'next-themes';
import { Avatar } from '../ui/avatar.tsx';
import { Button } from '../ui/button.tsx';
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '../ui/dropdown-menu.tsx';
import { Link } from '../ui/link.tsx';
import { useShortcuts } from './stored-flag.ts';

export interface UserMenuProps {
  name: string;
  email: string;
  picture?: string;
  preferencesHref: string;
  onSignOut: () => void | Promise<void>;
}

/** Who I am: theme, keyboard shortcuts, preferences, sign out. */
export function UserMenu({ name, email, picture, preferencesHref, onSignOut }: UserMenuProps) {
  const { theme, setTheme } = useTheme();
  const [shortcuts, setShortcuts] = useShortcuts();
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button
          variant="ghost"
          size="icon"
          aria-label={`${name}: theme, preferences, sign out`}
          className="rounded-full"
        >
          <Avatar name={name} src={picture} size="sm" />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent className="w-60">
        <div className="px-2 py-1.5">
          <p dir="auto" className="truncate font-medium text-sm">
            {name}
          </p>
          <p className="truncate text-muted-foreground text-xs">{email}</p>
        </div>
        <DropdownMenuSeparator />
        <DropdownMenuLabel>Theme</DropdownMenuLabel>
        <DropdownMenuRadioGroup value={theme} onValueChange={setTheme}>
          <DropdownMenuRadioItem value="light">
            <Sun aria-hidden /> Light
          </DropdownMenuRadioItem>
          <DropdownMenuRadioItem value="dark">
            <Moon aria-hidden /> Dark
          </DropdownMenuRadioItem>
          <DropdownMenuRadioItem value="system">
            <Monitor aria-hidden /> As the system
          </DropdownMenuRadioItem>
        </DropdownMenuRadioGroup>
        <DropdownMenuSeparator />
        <DropdownMenuCheckboxItem checked={shortcuts} onCheckedChange={setShortcuts}>
          <Keyboard aria-hidden /> Single-key shortcuts
        </DropdownMenuCheckboxItem>
        <DropdownMenuItem asChild>
          <Link href={preferencesHref}>
            <Settings2 aria-hidden /> Preferences
          </Link>
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={() => void onSignOut()}>
          <LogOut aria-hidden /> Sign out
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
