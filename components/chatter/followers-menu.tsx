'use client';
import { useQueryClient } from '@tanstack/react-query';
import { BellOff, BellRing, Users, X } from 'lucide-react';
import { useState } from 'react';
import { toast } from '../feedback/toaster.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { Button } from '../ui/button.tsx';
import { Link } from '../ui/link.tsx';
import { Popover, PopoverContent, PopoverTrigger } from '../ui/popover.tsx';
import type { ChatterAnswer, ChatterFollower, ChatterPort, ChatterUser, Recipient } from './chatter-types.ts';
import { RecipientsInput } from './recipients-input.tsx';

interface FollowersMenuProps {
  port: ChatterPort;
  me: ChatterUser;
  followers: ChatterFollower[];
}

/** Who follows the document; adds, removes, follows and unfollows. */
export function FollowersMenu({ port, me, followers }: FollowersMenuProps) {
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const isFollowing = followers.some((person) => person.contactId === me.contactId);
  const run = async (work: Promise<ChatterAnswer>, done: string) => {
    setBusy(true);
    const answer = await work.finally(() => setBusy(false));
    if (!answer.ok) return void toast.error(answer.message);
    toast.success(done);
    await queries.invalidateQueries({ queryKey: port.key });
  };
  const add = (person: Recipient | undefined) => {
    if (person) void run(port.follow(person), `${person.name || person.email} follows now`);
  };
  const { contactId } = me;
  return (
    <>
      <Popover>
        <PopoverTrigger asChild>
          <Button variant="ghost" aria-label={`Followers: ${followers.length}`} className="px-2">
            <Users aria-hidden /> <span className="tabular-nums">{followers.length}</span>
          </Button>
        </PopoverTrigger>
        <PopoverContent align="end" aria-label="Followers" className="w-80 overflow-visible p-0">
          <div className="border-b px-3 py-2">
            <p className="mb-1.5 font-medium text-sm">Followers get every message</p>
            <div className="rounded-md border border-input px-1.5 py-0.5 focus-within:border-ring">
              <RecipientsInput
                value={[]}
                onChange={(people) => add(people.at(-1))}
                find={port.findPeople}
                queryKey={port.key}
                label="Add a follower"
              />
            </div>
          </div>
          <ul className="max-h-72 overflow-y-auto p-1">
            {followers.length === 0 ? (
              <li className="px-2 py-2 text-muted-foreground text-sm">Nobody follows this yet.</li>
            ) : null}
            {followers.map((person) => (
              <li key={person.contactId} className="flex items-center gap-2 rounded-md px-2 py-1 hover:bg-accent">
                <Avatar name={person.name} size="sm" />
                <Link href={port.contactHref(person.contactId)} className="min-w-0 flex-1 text-sm">
                  <span dir="auto" className="block truncate">
                    {person.name}
                  </span>
                  <span className="block truncate text-muted-foreground text-xs">
                    {person.email ?? 'No email address'}
                  </span>
                </Link>
                <Button
                  variant="ghost"
                  size="icon-sm"
                  disabled={busy}
                  aria-label={`Remove ${person.name}`}
                  onClick={() => void run(port.unfollow(person.contactId), `${person.name} no longer follows`)}
                >
                  <X aria-hidden />
                </Button>
              </li>
            ))}
          </ul>
        </PopoverContent>
      </Popover>
      {contactId === null ? null : (
        <Button
          variant="ghost"
          size="icon"
          disabled={busy}
          aria-label={isFollowing ? 'Unfollow' : 'Follow'}
          title={isFollowing ? 'You follow this. Click to stop.' : 'Follow: get every message'}
          onClick={() =>
            void (isFollowing
              ? run(port.unfollow(contactId), 'You no longer follow this')
              : run(port.follow({ contactId, name: me.name, email: '' }), 'You follow this now'))
          }
        >
          {isFollowing ? <BellRing aria-hidden className="text-primary" /> : <BellOff aria-hidden />}
        </Button>
      )}
    </>
  );
}
