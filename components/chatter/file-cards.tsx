'use client';
import { CircleAlert, File as FileIcon, FileText, Image as ImageIcon, X } from 'lucide-react';
import { Progress } from '../ui/progress.tsx';
import type { ChatterFile } from './chatter-types.ts';
import type { Upload } from './use-uploads.ts';

const shownTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/** The files of a message: pictures with a preview, others with their kind. */
export function FileCards({ files }: { files: readonly ChatterFile[] }) {
  if (files.length === 0) return null;
  return (
    <ul className="mt-2 flex flex-wrap gap-2">
      {files.map((file) => (
        <li key={file.id} className="min-w-0 max-w-full">
          <a
            href={file.url}
            target={shownTypes.includes(file.contentType) ? '_blank' : undefined}
            rel="noreferrer"
            className="flex h-13 w-56 max-w-full items-center gap-2.5 overflow-hidden rounded-md border bg-card pr-3 hover:bg-accent"
          >
            <Preview file={file} />
            <span className="min-w-0">
              <span dir="auto" className="block truncate font-medium text-sm">
                {file.name}
              </span>
              <span className="block text-muted-foreground text-xs tabular-nums">{sizeWords(file.size)}</span>
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}

function Preview({ file }: { file: ChatterFile }) {
  if (shownTypes.includes(file.contentType)) {
    // biome-ignore lint/performance/noImgElement: a stored file of any size, behind a session
    return <img src={file.url} alt="" loading="lazy" className="size-13 shrink-0 bg-muted object-cover" />;
  }
  const Icon =
    file.contentType.startsWith('text/') || /pdf|document|msword/.test(file.contentType) ? FileText : FileIcon;
  return (
    <span className="flex size-13 shrink-0 items-center justify-center bg-muted text-muted-foreground">
      <Icon aria-hidden className="size-5" />
    </span>
  );
}

/** The files of a message that is being written, with their progress and what went wrong. */
export function UploadList({ uploads, onRemove }: { uploads: readonly Upload[]; onRemove: (key: number) => void }) {
  if (uploads.length === 0) return null;
  return (
    <ul aria-label="Files" className="flex flex-col gap-1 px-3 pb-2">
      {uploads.map((upload) => (
        <li key={upload.key} className="flex items-center gap-2 rounded-md border px-2 py-1 text-sm">
          {upload.problem ? (
            <CircleAlert aria-hidden className="size-4 shrink-0 text-danger" />
          ) : (
            <ImageIcon aria-hidden className="size-4 shrink-0 text-muted-foreground" />
          )}
          <span className="min-w-0 flex-1">
            <span dir="auto" className="block truncate">
              {upload.name}
            </span>
            {upload.problem ? <span className="block text-danger text-xs">{upload.problem}</span> : null}
            {upload.file || upload.problem ? null : (
              <Progress value={upload.progress * 100} max={100} label={`Uploading ${upload.name}`} />
            )}
          </span>
          {upload.file ? (
            <span className="text-muted-foreground text-xs tabular-nums">{sizeWords(upload.file.size)}</span>
          ) : null}
          <button
            type="button"
            aria-label={`Remove ${upload.name}`}
            onClick={() => onRemove(upload.key)}
            className="flex size-6.5 shrink-0 items-center justify-center rounded-md text-muted-foreground hover:text-foreground"
          >
            <X aria-hidden className="size-3.5" />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Bytes in words: "312 KB". */
export function sizeWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  const [value, unit] = bytes < 1_000_000 ? [bytes / 1000, 'KB'] : [bytes / 1_000_000, 'MB'];
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}
