'use client';
import { Lock, Users } from 'lucide-react';
import { Popover, PopoverContent, PopoverTrigger } from '../ui/popover.tsx';
import type { ChatterFollower, ChatterUser, Recipient } from './chatter-types.ts';

interface FollowerLineProps {
  kind: 'comment' | 'note';
  followers: ChatterFollower[];
  to: Recipient[];
  me: ChatterUser;
}

/** Who gets a message besides those in To, by name, before it is sent. */
export function FollowerLine({ kind, followers, to, me }: FollowerLineProps) {
  const subtype = kind === 'note' ? 'notes' : 'discussions';
  const named = new Set(to.map((person) => person.contactId));
  const told = followers.filter(
    (person) =>
      person.active &&
      person.contactId !== me.contactId &&
      !named.has(person.contactId) &&
      person.subtypes.includes(subtype) &&
      (kind === 'comment' || person.userId !== null),
  );
  const Icon = kind === 'note' ? Lock : Users;
  return (
    <p className="flex items-start gap-1.5 px-3 pt-2 text-muted-foreground text-sm">
      <Icon aria-hidden className="mt-0.75 size-3.5 shrink-0" />
      <span className="min-w-0">
        {lead(kind, told.length, to.length)}
        <Names people={told} />
      </span>
    </p>
  );
}

function lead(kind: 'comment' | 'note', told: number, to: number): string {
  if (kind === 'note') {
    if (told > 0) return 'Only colleagues see this here. Also to ';
    return to > 0 ? 'Only colleagues and those you name see this.' : 'Only colleagues see this; nobody is notified.';
  }
  if (told === 0)
    return to === 0 ? 'Nobody gets this yet: choose somebody, or let somebody follow.' : 'Nobody else follows this.';
  return told === 1 ? 'Also to one follower: ' : `Also to ${told} followers: `;
}

function Names({ people }: { people: ChatterFollower[] }) {
  const shown = people.slice(0, 3).map((person) => person.name);
  const rest = people.length - shown.length;
  if (shown.length === 0) return null;
  return (
    <>
      <bdi className="wrap-anywhere text-foreground">{shown.join(', ')}</bdi>
      {rest > 0 ? (
        <Popover>
          <PopoverTrigger className="ml-1 rounded-sm text-primary underline underline-offset-2">
            and {rest} more
          </PopoverTrigger>
          <PopoverContent aria-label="Followers who get this" className="max-h-72 overflow-y-auto">
            <ul className="flex flex-col gap-1.5 text-sm">
              {people.map((person) => (
                <li key={person.contactId} dir="auto" className="wrap-anywhere">
                  {person.name} <span className="text-muted-foreground">{person.email}</span>
                </li>
              ))}
            </ul>
          </PopoverContent>
        </Popover>
      ) : null}
    </>
  );
}
