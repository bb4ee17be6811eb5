import { Braces, File, FileText, Folder, Image, Mail } from 'lucide-react';
import type { PartView } from '#lib/mail/incoming/trace/part-tree.ts';
import { formatSize } from './format-size.ts';

/** What a mail is made of: its MIME tree with types, names and sizes. */
export function PartList({ root }: { root: PartView }) {
  return (
    <ul aria-label="Parts of the mail" className="overflow-hidden rounded-lg border bg-card py-1 text-sm">
      <Part part={root} depth={0} />
    </ul>
  );
}

function Part({ part, depth }: { part: PartView; depth: number }) {
  const Icon = iconOf(part.type);
  const about = [part.charset, part.disposition].filter(Boolean).join(', ');
  return (
    <li>
      <div
        className="flex items-center gap-2 px-3 py-1.5"
        style={{ paddingInlineStart: `${0.75 + Math.min(depth, 6) * 1.25}rem` }}
      >
        <Icon aria-hidden className="size-4 shrink-0 text-muted-foreground" />
        <span className="min-w-0 flex-1">
          <span className="wrap-anywhere font-mono text-xs">{part.type}</span>
          {part.filename ? (
            <span dir="auto" className="wrap-anywhere ms-2">
              {part.filename}
            </span>
          ) : null}
          {about ? <span className="ms-2 text-muted-foreground">{about}</span> : null}
        </span>
        <span className="whitespace-nowrap text-muted-foreground tabular-nums">{formatSize(part.size)}</span>
      </div>
      {part.parts.length > 0 ? (
        <ul>
          {part.parts.map((child, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts never move
            <Part key={index} part={child} depth={depth + 1} />
          ))}
        </ul>
      ) : null}
    </li>
  );
}

function iconOf(type: string) {
  if (type.startsWith('multipart/')) return Folder;
  if (type.startsWith('image/')) return Image;
  if (type === 'text/html') return Braces;
  if (type.startsWith('text/')) return FileText;
  return type.startsWith('message/') ? Mail : File;
}
