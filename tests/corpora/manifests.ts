import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Reads one manifest of the collection; `messages` is unwrapped where the file has one. */
export function readManifest<T>(folder: string, name: string): T[] {
  const content = JSON.parse(readFileSync(join(folder, `dev-${name}.json`), 'utf8')) as T[] | { messages: T[] };
  return Array.isArray(content) ? content : content.messages;
}

/** The raw bytes a manifest entry names. */
export function readRaw(folder: string, file: string): Buffer {
  return readFileSync(join(folder, file));
}
