import { parseMail } from '#lib/mail/incoming/parse/parse-mail.ts';
import { classifyAutomatic } from '#lib/mail/incoming/qualify/classify-automatic.ts';
import { type Figure, Tally } from './figures.ts';
import { readManifest, readRaw } from './manifests.ts';

/** Kinds a manifest names more coarsely than we do. */
const SAME: Record<string, string[]> = {
  'bulk-or-suppressed': ['bulk', 'auto-reply', 'mailing-list', 'auto-generated'],
  'robot-address': ['robot', 'auto-reply', 'auto-generated'],
};

/** Who wrote a mail, and whether a machine may answer it. */
export async function checkAutoreply(folder: string): Promise<Figure[]> {
  const answer = new Tally('automatic: may be answered', 1);
  const kind = new Tally('automatic: kind', 1);
  const entries = readManifest<{ file: string; kind: string; mayAutoAnswer: boolean }>(folder, 'autoreply');
  for (const entry of entries) {
    const got = classifyAutomatic(await parseMail(readRaw(folder, entry.file)));
    const say = `${entry.file}: ${JSON.stringify(got)} instead of ${entry.kind}, ${entry.mayAutoAnswer}`;
    answer.check(got.mayAutoAnswer === entry.mayAutoAnswer, say);
    kind.check((SAME[entry.kind] ?? [entry.kind]).includes(got.kind), say);
  }
  return [answer.figure(), kind.figure()];
}
