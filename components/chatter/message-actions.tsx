'use client';
import { CornerUpLeft, Ellipsis, ExternalLink, Link2, Pencil, StickyNote, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { ConfirmDialog } from '../feedback/confirm-dialog.tsx';
import { toast } from '../feedback/toaster.tsx';
import { Button } from '../ui/button.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '../ui/dropdown-menu.tsx';
import type { ChatterMessage, ChatterPort } from './chatter-types.ts';

interface MessageActionsProps {
  message: ChatterMessage;
  port: ChatterPort;
  onReply: (kind: 'comment' | 'note') => void;
  onEdit: () => void;
  onChanged: () => void;
}

/** What can be done with a message; shown on hover and focus, always on touch screens. */
export function MessageActions({ message, port, onReply, onEdit, onChanged }: MessageActionsProps) {
  const [asking, setAsking] = useState(false);
  const links = port.technicalLinks(message);
  const copy = () =>
    navigator.clipboard.writeText(port.messageLink(message.id)).then(
      () => toast.success('Link copied'),
      () => toast.error('The browser does not allow copying. Copy the address of this page instead.'),
    );
  const remove = async () => {
    const answer = await port.remove(message.id);
    if (!answer.ok) return void toast.error(answer.message);
    onChanged();
  };
  return (
    <div className="absolute top-1.5 right-1.5 flex rounded-md border bg-card opacity-0 focus-within:opacity-100 group-hover/message:opacity-100 has-data-[state=open]:opacity-100 pointer-coarse:border-transparent pointer-coarse:bg-transparent pointer-coarse:opacity-100">
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label="Reply"
        title="Reply"
        onClick={() => onReply(message.internal ? 'note' : 'comment')}
        className="pointer-coarse:hidden"
      >
        <CornerUpLeft aria-hidden />
      </Button>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost" size="icon-sm" aria-label="More actions for this message">
            <Ellipsis aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          {message.internal ? null : (
            <DropdownMenuItem onSelect={() => onReply('comment')}>
              <CornerUpLeft aria-hidden /> Reply
            </DropdownMenuItem>
          )}
          <DropdownMenuItem onSelect={() => onReply('note')}>
            <StickyNote aria-hidden /> Reply with a note
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => void copy()}>
            <Link2 aria-hidden /> Copy link
          </DropdownMenuItem>
          {links.length > 0 ? <DropdownMenuSeparator /> : null}
          {links.map(({ label, href }) => (
            <DropdownMenuItem key={href} asChild>
              <a href={href}>
                <ExternalLink aria-hidden /> {label}
              </a>
            </DropdownMenuItem>
          ))}
          {message.mayEdit || message.mayDelete ? <DropdownMenuSeparator /> : null}
          {message.mayEdit ? (
            <DropdownMenuItem onSelect={onEdit}>
              <Pencil aria-hidden /> Edit
            </DropdownMenuItem>
          ) : null}
          {message.mayDelete ? (
            <DropdownMenuItem danger onSelect={() => setAsking(true)}>
              <Trash2 aria-hidden /> Delete
            </DropdownMenuItem>
          ) : null}
        </DropdownMenuContent>
      </DropdownMenu>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Delete this message?"
        description="Its text and files are removed here. Who got it by mail keeps their copy."
        confirmLabel="Delete message"
        danger
        onConfirm={remove}
      />
    </div>
  );
}
