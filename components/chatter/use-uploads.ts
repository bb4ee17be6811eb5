'use client';
import { useRef, useState } from 'react';
import type { ChatterFile } from './chatter-types.ts';

/** Bytes of one file; the server refuses more. */
const maxSize = 25_000_000;

/** A file on its way to the server. */
export interface Upload {
  key: number;
  name: string;
  /** 0-1. */
  progress: number;
  /** Why it did not go through, in words. */
  problem: string | null;
  file: ChatterFile | null;
}

/** The files of a message being written: uploaded at once, each with its progress. */
export function useUploads(href: string) {
  const [uploads, setUploads] = useState<Upload[]>([]);
  const requests = useRef(new Map<number, XMLHttpRequest>());
  const last = useRef(0);
  const change = (key: number, values: Partial<Upload>) =>
    setUploads((all) => all.map((upload) => (upload.key === key ? { ...upload, ...values } : upload)));

  const add = (files: readonly File[]) => {
    for (const file of files) {
      last.current += 1;
      const key = last.current;
      const problem = problemOf(file);
      setUploads((all) => [...all, { key, name: file.name, progress: 0, problem, file: null }]);
      if (!problem)
        requests.current.set(
          key,
          send(href, file, (values) => change(key, values)),
        );
    }
  };
  const remove = (key: number) => {
    requests.current.get(key)?.abort();
    setUploads((all) => all.filter((upload) => upload.key !== key));
  };
  const clear = () => setUploads([]);
  const restore = (kept: Upload[]) => setUploads(kept);
  const isBusy = uploads.some((upload) => !upload.file && !upload.problem);
  return { uploads, add, remove, clear, restore, isBusy };
}

function problemOf(file: File): string | null {
  if (file.size > maxSize) return 'Larger than 25 MB, more than most mailboxes accept. Share it as a link instead.';
  return file.size === 0 ? 'The file is empty, or it is a folder.' : null;
}

/** XMLHttpRequest, because `fetch` tells nothing about the progress of an upload. */
function send(href: string, file: File, change: (values: Partial<Upload>) => void): XMLHttpRequest {
  const request = new XMLHttpRequest();
  request.open('POST', href);
  request.setRequestHeader('content-type', file.type || 'application/octet-stream');
  request.setRequestHeader(
    'content-disposition',
    `attachment; filename*=UTF-8''${encodeURIComponent(file.name.toWellFormed())}`,
  );
  request.upload.onprogress = ({ loaded, total }) => change({ progress: total ? loaded / total : 0 });
  request.onerror = () => change({ problem: 'The upload was interrupted. Remove the file and add it again.' });
  request.onload = () => {
    const answer = parse(request.responseText);
    if (request.status < 300 && answer) change({ progress: 1, file: answer as unknown as ChatterFile });
    else change({ problem: String(answer?.detail ?? `The server answered ${request.status}. Add the file again.`) });
  };
  request.send(file);
  return request;
}

function parse(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
