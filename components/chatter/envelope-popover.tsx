'use client';
import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import { toast } from '../feedback/toaster.tsx';
import { EnvelopeIcon } from '../mail/envelope-icon.tsx';
import { StateBadge } from '../mail/state-badge.tsx';
import { Button } from '../ui/button.tsx';
import { Input } from '../ui/input.tsx';
import { Popover, PopoverContent, PopoverTrigger } from '../ui/popover.tsx';
import type { ChatterMessage, ChatterPort, EnvelopeLine } from './chatter-types.ts';

const failed = ['failed', 'bounced', 'unknown'];
const words = { sent: 'Sent', pending: 'On its way', failed: 'Not delivered to everybody' };

interface EnvelopePopoverProps {
  message: ChatterMessage;
  port: ChatterPort;
  onChanged: () => void;
}

/** The envelope of a message; opens who got it, who did not, why, and what can be done. */
export function EnvelopePopover({ message, port, onChanged }: EnvelopePopoverProps) {
  const { envelope } = message;
  if (!envelope) return null;
  const open = envelope.recipients.filter((line) => failed.includes(line.state) && !line.ignored);
  return (
    <Popover>
      <PopoverTrigger
        aria-label={`${words[envelope.state]}: show recipients`}
        className="inline-flex h-6 items-center rounded-md px-1 hover:bg-accent pointer-coarse:h-9 pointer-coarse:px-2"
      >
        <EnvelopeIcon state={envelope.state} />
      </PopoverTrigger>
      <PopoverContent align="end" aria-label="Recipients" className="max-h-[70dvh] w-96 overflow-y-auto p-0">
        <p className="border-b px-3 py-2 font-medium text-sm">{words[envelope.state]}</p>
        <ul className="divide-y">
          {envelope.recipients.map((line) => (
            <RecipientLine key={line.notificationId} line={line} message={message} port={port} onChanged={onChanged} />
          ))}
        </ul>
        {open.length > 1 ? <AllFailed lines={open} message={message} port={port} onChanged={onChanged} /> : null}
      </PopoverContent>
    </Popover>
  );
}

function RecipientLine({ line, message, port, onChanged }: EnvelopePopoverProps & { line: EnvelopeLine }) {
  const hasFailed = failed.includes(line.state);
  return (
    <li className="flex flex-col gap-1.5 px-3 py-2.5 text-sm">
      <div className="flex items-start justify-between gap-2">
        <span className="min-w-0">
          <span dir="auto" className="wrap-anywhere block font-medium">
            {line.name}
          </span>
          <span className="wrap-anywhere block text-muted-foreground">{line.email || 'No email address'}</span>
        </span>
        <StateBadge kind="delivery" state={line.state}>
          {line.channel === 'inbox' ? 'In the Inbox' : undefined}
        </StateBadge>
      </div>
      {line.reason && line.state !== 'sent' ? <p className="wrap-anywhere">{line.reason}</p> : null}
      {line.ignored ? <p className="text-muted-foreground">Acknowledged</p> : null}
      {hasFailed && !line.ignored && line.contactId !== null ? (
        <Remedy line={line} contactId={line.contactId} message={message} port={port} onChanged={onChanged} />
      ) : null}
    </li>
  );
}

/** Retry, with another address where that was the fault, or let it be. */
function Remedy({
  line,
  contactId,
  message,
  port,
  onChanged,
}: EnvelopePopoverProps & { line: EnvelopeLine; contactId: number }) {
  const [email, setEmail] = useState(line.email);
  const { busy, run } = useResend(message, port, onChanged);
  const corrected = email.trim();
  const retry = { contactId, ...(corrected && corrected !== line.email ? { email: corrected } : {}) };
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        void run({ retry: [retry], ignore: [] }, `Trying again for ${line.name}`);
      }}
    >
      <Input
        type="email"
        aria-label={`Address of ${line.name}`}
        value={email}
        placeholder="mary@customer.example"
        onChange={(event) => setEmail(event.target.value)}
      />
      <div className="flex gap-2">
        <Button type="submit" size="sm" loading={busy}>
          <RotateCw aria-hidden /> {'email' in retry ? 'Correct and retry' : 'Retry'}
        </Button>
        <Button
          size="sm"
          variant="ghost"
          disabled={busy}
          onClick={() => void run({ retry: [], ignore: [contactId] }, `Acknowledged for ${line.name}`)}
        >
          Ignore
        </Button>
      </div>
    </form>
  );
}

function AllFailed({ lines, message, port, onChanged }: EnvelopePopoverProps & { lines: EnvelopeLine[] }) {
  const { busy, run } = useResend(message, port, onChanged);
  const ids = lines.flatMap((line) => line.contactId ?? []);
  const retry = ids.map((contactId) => ({ contactId }));
  return (
    <div className="flex gap-2 border-t bg-canvas px-3 py-2">
      <Button size="sm" loading={busy} onClick={() => void run({ retry, ignore: [] }, `Trying ${ids.length} again`)}>
        Retry all {ids.length}
      </Button>
      <Button
        size="sm"
        variant="ghost"
        disabled={busy}
        onClick={() => void run({ retry: [], ignore: ids }, `${ids.length} failures acknowledged`)}
      >
        Ignore all
      </Button>
    </div>
  );
}

function useResend(message: ChatterMessage, port: ChatterPort, onChanged: () => void) {
  const [busy, setBusy] = useState(false);
  const run = async (input: Parameters<ChatterPort['resend']>[1], done: string) => {
    setBusy(true);
    const answer = await port.resend(message.id, input).finally(() => setBusy(false));
    if (!answer.ok) return void toast.error(answer.message);
    toast.success(done);
    onChanged();
  };
  return { busy, run };
}
