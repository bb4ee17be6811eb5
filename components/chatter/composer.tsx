'use client';
import { useQuery } from '@tanstack/react-query';
import { CornerUpLeft, Paperclip, X } from 'lucide-react';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { cn } from '../ui/cn.ts';
import { Kbd } from '../ui/kbd.tsx';
import type { ChatterFollower, ChatterPort, ChatterUser, NewMessage, Recipient } from './chatter-types.ts';
import { UploadList } from './file-cards.tsx';
import { FollowerLine } from './follower-line.tsx';
import { RecipientsInput } from './recipients-input.tsx';
import { type EditorHandle, RichEditor } from './rich-editor.tsx';
import { isBlank, withMentions } from './safe-html.ts';
import { useDraft } from './use-draft.ts';
import { type Upload, useUploads } from './use-uploads.ts';

/** What a composer begins with. */
export interface Begin {
  kind: 'comment' | 'note';
  /** Answers this message. */
  replyTo?: { id: number; author: string };
  /** Instead of the suggestions. */
  to?: Recipient[];
  /** After a failed send: what was typed. */
  body?: string;
  uploads?: Upload[];
  problem?: string;
}

export interface Draft extends NewMessage {
  uploads: Upload[];
}

interface ComposerProps {
  begin: Begin;
  port: ChatterPort;
  me: ChatterUser;
  followers: ChatterFollower[];
  onSend: (draft: Draft) => void;
  onClose: () => void;
}

/** Writes a message or a note. Who will get it stands above the text, before anything is sent. */
export function Composer({ begin, port, me, followers, onSend, onClose }: ComposerProps) {
  const isNote = begin.kind === 'note';
  const editor = useRef<EditorHandle | null>(null);
  const picker = useRef<HTMLInputElement>(null);
  const draft = useDraft(['draft', me.userId, ...port.key, begin.kind].join(':'));
  const [to, setTo] = useRecipients(begin, port);
  const [problem, setProblem] = useState<string | null>(begin.problem ?? null);
  const files = useUploads(port.uploadHref);
  const [dragging, setDragging] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the composer opens
  useEffect(() => {
    if (begin.uploads) files.restore(begin.uploads);
    editor.current?.focus();
  }, []);

  const send = () => {
    const body = editor.current?.html() ?? '';
    const uploads = files.uploads.filter((upload) => upload.file);
    if (isBlank(body) && uploads.length === 0) {
      setProblem('The message is empty. Write something, or attach a file.');
      editor.current?.focus();
      return;
    }
    if (files.isBusy) return setProblem('A file is still being uploaded. Wait for it, or remove it.');
    draft.drop();
    const attachmentIds = uploads.flatMap((upload) => upload.file?.id ?? []);
    const shared = { kind: begin.kind, attachmentIds, uploads, parentId: begin.replyTo?.id ?? null };
    onSend(isNote ? { ...shared, body: withMentions(body, to), to: [] } : { ...shared, body, to });
  };
  const onDrop = (event: DragEvent) => {
    setDragging(false);
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    files.add([...event.dataTransfer.files]);
  };
  return (
    <section
      aria-label={isNote ? 'New note' : 'New message'}
      onDragOver={(event) => {
        event.preventDefault();
        setDragging(true);
      }}
      onDragLeave={() => setDragging(false)}
      onDrop={onDrop}
      className={cn(
        'relative rounded-lg border border-input bg-card transition-colors focus-within:border-ring',
        isNote && 'border-warning-line bg-warning-soft',
        dragging && 'border-primary bg-primary-soft',
      )}
    >
      {begin.replyTo ? (
        <p className="flex items-center gap-1.5 px-3 pt-2 text-muted-foreground text-sm">
          <CornerUpLeft aria-hidden className="size-3.5" />
          <span dir="auto" className="truncate">
            {isNote ? 'Note on' : 'Reply to'} {begin.replyTo.author}
          </span>
        </p>
      ) : null}
      <div className={cn('flex items-start gap-2 border-b px-3 py-1.5', isNote && 'border-warning-line')}>
        <span aria-hidden className="pt-1 text-muted-foreground text-sm">
          {isNote ? 'Notify' : 'To'}
        </span>
        <RecipientsInput
          value={to}
          onChange={(people) => setTo(isNote ? people.filter(({ contactId }) => contactId !== null) : people)}
          find={port.findPeople}
          queryKey={port.key}
          label={isNote ? 'Notify' : 'To'}
        />
      </div>
      <FollowerLine kind={begin.kind} followers={followers} to={to} me={me} />
      <RichEditor
        handle={editor}
        initialHtml={begin.body ?? draft.read()}
        label={isNote ? 'Note' : 'Message'}
        placeholder={isNote ? 'Only colleagues see this' : 'Write a message'}
        onChange={(html) => {
          draft.keep(isBlank(html) ? '' : html);
          setProblem(null);
        }}
        onSend={send}
        onFiles={files.add}
      />
      <UploadList uploads={files.uploads} onRemove={files.remove} />
      {problem ? (
        <p role="alert" className="wrap-anywhere px-3 pb-1 text-danger text-sm">
          {problem}
        </p>
      ) : null}
      <div className="flex items-center gap-1.5 p-2 pt-1">
        <Button variant="primary" onClick={send} disabled={files.isBusy}>
          {isNote ? 'Log note' : 'Send'}
          <Kbd className="border-transparent bg-transparent text-current max-sm:hidden">Ctrl ↵</Kbd>
        </Button>
        <Button variant="ghost" size="icon" aria-label="Attach files" onClick={() => picker.current?.click()}>
          <Paperclip aria-hidden />
        </Button>
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            files.add([...(event.target.files ?? [])]);
            event.target.value = '';
          }}
        />
        <Button variant="ghost" size="icon" aria-label="Close; the text is kept" onClick={onClose} className="ml-auto">
          <X aria-hidden />
        </Button>
      </div>
    </section>
  );
}

/** The recipients as chosen, or as suggested until somebody chooses. */
function useRecipients(begin: Begin, port: ChatterPort): [Recipient[], (to: Recipient[]) => void] {
  const [chosen, setChosen] = useState<Recipient[] | null>(begin.to ?? null);
  const { data } = useQuery({
    queryKey: [...port.key, 'suggestions'],
    queryFn: ({ signal }) => port.suggestions(signal),
    enabled: begin.kind === 'comment',
  });
  const suggested = begin.kind === 'comment' ? data : undefined;
  return [chosen ?? suggested ?? [], setChosen];
}
