'use client';
import { Lock } from 'lucide-react';
import { useRef, useState } from 'react';
import { toast } from '../feedback/toaster.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { Button } from '../ui/button.tsx';
import { cn } from '../ui/cn.ts';
import { Link } from '../ui/link.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import type { ChatterMessage, ChatterPort } from './chatter-types.ts';
import { EnvelopePopover } from './envelope-popover.tsx';
import { FileCards } from './file-cards.tsx';
import { MessageActions } from './message-actions.tsx';
import { MessageBody } from './message-body.tsx';
import { type EditorHandle, RichEditor } from './rich-editor.tsx';
import { SenderBadge } from './sender-badge.tsx';

export interface MessageEntryProps {
  message: ChatterMessage;
  port: ChatterPort;
  /** A link leads here. */
  marked: boolean;
  onReply: (kind: 'comment' | 'note') => void;
  onChanged: () => void;
}

/** One entry of the chatter. */
export function MessageEntry({ message, port, marked, onReply, onChanged }: MessageEntryProps) {
  const [editing, setEditing] = useState(false);
  const { author, kind } = message;
  const isAuto = kind === 'auto';
  return (
    <article
      id={`message-${message.id}`}
      aria-label={`${author.name}, ${kind === 'note' ? 'note' : 'message'}`}
      className={cn(
        'group/message relative flex gap-3 rounded-lg border border-transparent px-2 py-2.5 hover:bg-canvas focus-within:bg-canvas',
        message.internal &&
          !isAuto &&
          'my-1 border-warning-line bg-warning-soft hover:bg-warning-soft focus-within:bg-warning-soft',
        isAuto && 'py-1.5 text-muted-foreground text-sm',
        marked && 'border-primary',
      )}
    >
      <Avatar name={author.name} size={isAuto ? 'sm' : 'md'} className={cn('mt-0.5', isAuto && 'grayscale')} />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2">
          <AuthorName message={message} port={port} />
          {message.authentication ? <SenderBadge check={message.authentication} /> : null}
          {message.internal && !isAuto ? (
            <span className="inline-flex items-center gap-1 text-warning text-xs">
              <Lock aria-hidden className="size-3" /> Note
            </span>
          ) : null}
          {isAuto ? (
            <span className="text-xs">{message.internal ? 'automatic, for colleagues only' : 'automatic'}</span>
          ) : null}
          <span className="text-muted-foreground text-xs">
            <RelativeTime value={message.createdAt} />
            {message.editedAt && !message.deletedAt ? ' · edited' : null}
          </span>
          <EnvelopePopover message={message} port={port} onChanged={onChanged} />
        </div>
        <Addressees message={message} />
        {message.deletedAt ? (
          <p className="text-muted-foreground text-sm italic">This message was removed.</p>
        ) : editing ? (
          <MessageEditor message={message} port={port} onDone={() => setEditing(false)} onChanged={onChanged} />
        ) : (
          <MessageBody
            html={message.bodyHtml}
            visibleHtml={message.visibleHtml}
            author={author.name}
            frameHref={(whole) => port.frameHref(message.id, whole)}
            className="mt-0.5"
          />
        )}
        <FileCards files={message.attachments.filter((file) => !file.inline)} />
      </div>
      {message.deletedAt || editing ? null : (
        <MessageActions
          message={message}
          port={port}
          onReply={onReply}
          onEdit={() => setEditing(true)}
          onChanged={onChanged}
        />
      )}
    </article>
  );
}

function AuthorName({ message: { author }, port }: { message: ChatterMessage; port: ChatterPort }) {
  const name = <bdi className="wrap-anywhere font-medium text-foreground text-sm">{author.name}</bdi>;
  if (author.contactId === null) return <span title={author.email ?? undefined}>{name}</span>;
  return (
    <Tooltip content={author.email ?? 'No email address'}>
      <Link href={port.contactHref(author.contactId)} className="min-w-0 rounded-sm hover:underline">
        {name}
      </Link>
    </Tooltip>
  );
}

/** Subject and addressees of a message, in small letters. */
function Addressees({ message }: { message: ChatterMessage }) {
  const { subject, incomingTo, incomingCc, recipients, kind } = message;
  const others = kind === 'email' || kind === 'auto' ? [...incomingTo, ...incomingCc] : recipients;
  const names = others.map((person) => person.name || ('address' in person ? person.address : person.email));
  if (!subject && names.length === 0) return null;
  return (
    <p className="wrap-anywhere line-clamp-2 text-muted-foreground text-xs">
      {subject ? <bdi className="font-medium">{subject}</bdi> : null}
      {subject && names.length > 0 ? ' · ' : null}
      {names.length > 0 ? (
        <>
          to <bdi>{[...new Set(names)].join(', ')}</bdi>
        </>
      ) : null}
    </p>
  );
}

interface MessageEditorProps {
  message: ChatterMessage;
  port: ChatterPort;
  onDone: () => void;
  onChanged: () => void;
}

/** Changes a text in place; who got it by mail keeps the old one. */
function MessageEditor({ message, port, onDone, onChanged }: MessageEditorProps) {
  const editor = useRef<EditorHandle | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    const answer = await port.edit(message.id, editor.current?.html() ?? '').finally(() => setBusy(false));
    if (!answer.ok) return void toast.error(answer.message);
    onDone();
    onChanged();
  };
  return (
    <div className="mt-1 rounded-md border border-input bg-card">
      <RichEditor
        handle={editor}
        initialHtml={message.bodyHtml}
        label="Text of the message"
        placeholder="Write a message"
        onChange={() => undefined}
        onSend={() => void save()}
        onFiles={() => toast.error('Files cannot be added to a message that was sent. Send another one.')}
      />
      <div className="flex flex-wrap items-center gap-2 p-2">
        <Button size="sm" variant="primary" loading={busy} onClick={() => void save()}>
          Save text
        </Button>
        <Button size="sm" variant="ghost" disabled={busy} onClick={onDone}>
          Cancel
        </Button>
        <span className="text-muted-foreground text-xs">No new mail goes out.</span>
      </div>
    </div>
  );
}
