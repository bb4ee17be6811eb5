'use client';
import { useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { type LucideIcon, Search } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useDeferredValue, useEffect, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { useNavigation } from '../ui/link.tsx';
import { menuItemLook } from '../ui/menu-look.ts';

export interface PaletteItem {
  id: string;
  label: string;
  /** Heading it stands under: "Go to", "Emails". */
  group: string;
  icon?: LucideIcon;
  note?: ReactNode;
  keywords?: string[];
  /** Where it leads, or what it does. */
  href?: string;
  run?: () => void;
}

export interface CommandPaletteProps {
  /** Always offered: screens and commands, filtered here. */
  items: readonly PaletteItem[];
  /** Documents, mails, servers found by the server; called from two letters on. */
  search?: (text: string) => Promise<readonly PaletteItem[]>;
}

/** The search button of the top bar and the palette it opens (also by Ctrl/Cmd-K). */
export function CommandPalette({ items, search }: CommandPaletteProps) {
  const [open, setOpen] = useState(false);
  const { push } = useNavigation();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey)
        return;
      event.preventDefault();
      setOpen((now) => !now);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
  const choose = (item: PaletteItem) => {
    setOpen(false);
    if (item.href) push(item.href);
    item.run?.();
  };
  return (
    <Radix.Root open={open} onOpenChange={setOpen}>
      <Radix.Trigger asChild>
        <Button variant="ghost" className="lg:min-w-52 lg:justify-start lg:border-border lg:bg-canvas max-lg:px-2">
          <Search aria-hidden />
          <span className="flex-1 text-left font-normal max-lg:sr-only">Search</span>
          <Kbd className="max-lg:hidden">Ctrl K</Kbd>
        </Button>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Overlay className="fade-motion fixed inset-0 z-40 bg-overlay" />
        <Radix.Content
          aria-describedby={undefined}
          className="pop-motion fixed inset-x-3 top-[12dvh] z-50 mx-auto max-w-xl overflow-hidden rounded-lg border bg-popover shadow-pop outline-none"
        >
          <Radix.Title className="sr-only">Search and commands</Radix.Title>
          <PaletteBody items={items} search={search} onChoose={choose} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function PaletteBody({ items, search, onChoose }: CommandPaletteProps & { onChoose: (item: PaletteItem) => void }) {
  const [text, setText] = useState('');
  const asked = useDeferredValue(text.trim());
  const found = useQuery({
    queryKey: ['palette', asked],
    queryFn: () => search?.(asked) ?? [],
    enabled: search !== undefined && asked.length > 1,
    placeholderData: (old) => old,
  });
  const local = items.filter((item) => matches(item, asked));
  const remote = asked.length > 1 ? (found.data ?? []) : [];
  const groups = Map.groupBy([...local, ...remote], (item) => item.group);
  const ids = [...groups.values()].flat().map(({ id }) => id);
  // The list follows the typing a moment later; Enter always has a line to take.
  const [picked, setPicked] = useState('');
  const value = ids.includes(picked) ? picked : (ids[0] ?? '');
  return (
    <Command shouldFilter={false} label="Search and commands" loop value={value} onValueChange={setPicked}>
      <div className="flex items-center gap-2.5 border-b px-4">
        <Search aria-hidden className="size-4 shrink-0 text-muted-foreground" />
        <Command.Input
          value={text}
          onValueChange={setText}
          placeholder="Search or jump to"
          className="h-12 min-w-0 flex-1 bg-transparent text-lg outline-none placeholder:text-muted-foreground"
        />
        <Kbd>Esc</Kbd>
      </div>
      <Command.List className="max-h-[50dvh] overflow-y-auto p-1.5">
        <Command.Empty className="px-3 py-8 text-center text-muted-foreground text-sm">
          {found.isFetching ? 'Searching' : `Nothing found for "${asked}". Try fewer letters.`}
        </Command.Empty>
        {[...groups].map(([group, members]) => (
          <Command.Group
            key={group}
            heading={group}
            className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-muted-foreground [&_[cmdk-group-heading]]:text-xs"
          >
            {members.map((item) => (
              <PaletteLine key={item.id} item={item} onChoose={onChoose} />
            ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  );
}

function PaletteLine({ item, onChoose }: { item: PaletteItem; onChoose: (item: PaletteItem) => void }) {
  const Icon = item.icon;
  return (
    <Command.Item
      value={item.id}
      onSelect={() => onChoose(item)}
      className={`${menuItemLook} data-[selected=true]:bg-accent`}
    >
      {Icon ? <Icon aria-hidden /> : null}
      <span dir="auto" className="min-w-0 flex-1 truncate">
        {item.label}
      </span>
      {item.note ? <span className="shrink-0 text-muted-foreground text-xs">{item.note}</span> : null}
    </Command.Item>
  );
}

function matches(item: PaletteItem, text: string): boolean {
  const hay = [item.label, ...(item.keywords ?? [])].join(' ').toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => hay.includes(word));
}
