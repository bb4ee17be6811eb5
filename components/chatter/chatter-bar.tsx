'use client';
import { useQuery } from '@tanstack/react-query';
import { Paperclip, Search, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Input } from '../ui/input.tsx';
import { Popover, PopoverContent, PopoverTrigger } from '../ui/popover.tsx';
import type { ChatterFollower, ChatterPort, ChatterUser } from './chatter-types.ts';
import { FileCards } from './file-cards.tsx';
import { FollowersMenu } from './followers-menu.tsx';

interface ChatterBarProps {
  port: ChatterPort;
  me: ChatterUser;
  followers: ChatterFollower[];
  kind: 'comment' | 'note' | null;
  onCompose: (kind: 'comment' | 'note') => void;
  q: string;
  onSearch: (q: string) => void;
}

/** The head of a chatter: write, search, files, followers. */
export function ChatterBar({ port, me, followers, kind, onCompose, q, onSearch }: ChatterBarProps) {
  const [searching, setSearching] = useState(false);
  const close = () => {
    setSearching(false);
    onSearch('');
  };
  return (
    <div className="flex flex-col gap-2 py-2">
      <div className="flex flex-wrap items-center gap-1.5">
        <Button
          variant={kind === 'comment' ? 'primary' : 'secondary'}
          aria-pressed={kind === 'comment'}
          aria-keyshortcuts="m"
          onClick={() => onCompose('comment')}
        >
          Send message
        </Button>
        <Button
          aria-pressed={kind === 'note'}
          aria-keyshortcuts="Shift+M"
          onClick={() => onCompose('note')}
          className="aria-pressed:border-warning-line aria-pressed:bg-warning-soft aria-pressed:text-warning"
        >
          Log note
        </Button>
        <div className="ml-auto flex items-center gap-0.5">
          <Button
            variant="ghost"
            size="icon"
            aria-label="Search messages"
            aria-expanded={searching}
            onClick={() => (searching ? close() : setSearching(true))}
          >
            <Search aria-hidden />
          </Button>
          <FilesMenu port={port} />
          <FollowersMenu port={port} me={me} followers={followers} />
        </div>
      </div>
      {searching ? (
        <div className="flex items-center gap-1.5">
          <Input
            autoFocus
            type="search"
            aria-label="Search messages"
            placeholder="Search these messages"
            value={q}
            onChange={(event) => onSearch(event.target.value)}
            onKeyDown={(event) => event.key === 'Escape' && close()}
          />
          <Button variant="ghost" size="icon" aria-label="Close the search" onClick={close}>
            <X aria-hidden />
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function FilesMenu({ port }: { port: ChatterPort }) {
  const { data } = useQuery({ queryKey: [...port.key, 'files'], queryFn: ({ signal }) => port.files(signal) });
  const count = data?.length ?? 0;
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button variant="ghost" aria-label={`Files: ${count}`} className="px-2">
          <Paperclip aria-hidden /> <span className="tabular-nums">{count}</span>
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label="Files" className="max-h-[70dvh] overflow-y-auto">
        {count === 0 ? (
          <p className="text-muted-foreground text-sm">No files yet. Files of messages are listed here.</p>
        ) : (
          <FileCards files={data ?? []} />
        )}
      </PopoverContent>
    </Popover>
  );
}
