import { parseMail } from '#lib/mail/incoming/parse/parse-mail.ts';
import { visibleReply } from '#lib/mail/incoming/parse/visible-reply.ts';
import { type Figure, flat, Tally } from './figures.ts';
import { readManifest, readRaw } from './manifests.ts';

interface Entry {
  file: string;
  visibleText: string | null;
  match: string;
  input: 'text' | 'html' | 'eml';
}

/** Longest time one reply may take, in milliseconds. */
const PATIENCE_MS = 1_000;

/** What the author wrote now, told from what was quoted. */
export async function checkReplies(folder: string): Promise<Figure[]> {
  const right = new Tally('replies: visible text', 0.92);
  const kept = new Tally('replies: no line of the reply lost', 0.99);
  const quick = new Tally('replies: within 1 s', 1);
  for (const entry of readManifest<Entry>(folder, 'replies')) {
    const raw = readRaw(folder, entry.file);
    const started = performance.now();
    const visible = await visibleOf(entry, raw);
    quick.check(performance.now() - started < PATIENCE_MS, entry.file);
    if (entry.visibleText === null) continue;
    const say = `${entry.file} (${entry.match}): ${JSON.stringify(visible)} instead of ${JSON.stringify(entry.visibleText)}`;
    right.check(matches(entry.match, visible, entry.visibleText), say);
    const lines = entry.visibleText
      .split('\n')
      .map(flat)
      .filter((line) => line !== '');
    kept.check(
      lines.every((line) => bare(visible).includes(bare(line))),
      say,
    );
  }
  return [right.figure(), kept.figure(), quick.figure()];
}

async function visibleOf(entry: Entry, raw: Buffer): Promise<string> {
  if (entry.input === 'eml') return (await parseMail(raw)).visibleText;
  const content = raw.toString('utf8');
  return entry.input === 'html' ? visibleReply('', content) : visibleReply(content, null);
}

function matches(match: string, visible: string, expected: string): boolean {
  if (match === 'startsWith') return flat(visible).startsWith(flat(expected));
  if (match === 'endsWith') return flat(visible).endsWith(flat(expected));
  if (match === 'containsAll') return expected.split('\n').every((line) => bare(visible).includes(bare(line)));
  if (match === 'exactIgnoringSpace') return bare(visible) === bare(expected);
  return flat(visible) === flat(expected);
}

function bare(text: string): string {
  return text.replace(/\s+/g, '');
}
