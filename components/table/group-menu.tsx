'use client';
import { Rows3 } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuTrigger,
} from '../ui/dropdown-menu.tsx';

export interface GroupMenuProps {
  groups: readonly { key: string; label: string }[];
  value: string | null;
  onChange: (key: string | null) => void;
}

const none = '';

/** Chooses what the rows are grouped by. */
export function GroupMenu({ groups, value, onChange }: GroupMenuProps) {
  const chosen = groups.find((group) => group.key === value);
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost">
          <Rows3 aria-hidden />
          {chosen ? `By ${chosen.label.toLowerCase()}` : 'Group'}
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start">
        <DropdownMenuRadioGroup
          value={chosen?.key ?? none}
          onValueChange={(key) => onChange(key === none ? null : key)}
        >
          <DropdownMenuRadioItem value={none}>Not grouped</DropdownMenuRadioItem>
          {groups.map((group) => (
            <DropdownMenuRadioItem key={group.key} value={group.key}>
              {group.label}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
