import { parseMail } from '#lib/mail/incoming/parse/parse-mail.ts';
import { type Figure, Tally } from './figures.ts';
import { readManifest, readRaw } from './manifests.ts';

/** Longest time one mail may take, in milliseconds. */
const PATIENCE_MS = 2_000;

/** Broken mails with each of the three line ends: parsed within the time, never an exception. */
export async function checkRobust(folder: string): Promise<Figure[]> {
  const tally = new Tally('robust: parsed within 2 s', 1);
  for (const entry of readManifest<{ file: string }>(folder, 'robust')) {
    const raw = readRaw(folder, entry.file).toString('latin1');
    const lines = raw.replace(/\r\n/g, '\n');
    const variants = {
      'as it is': raw,
      LF: lines,
      CRLF: lines.replaceAll('\n', '\r\n'),
      CR: lines.replaceAll('\n', '\r'),
    };
    for (const [name, text] of Object.entries(variants)) {
      const started = performance.now();
      const failure = await parseMail(Buffer.from(text, 'latin1')).then(() => null, String);
      const took = performance.now() - started;
      tally.check(
        failure === null && took < PATIENCE_MS,
        `${entry.file} (${name}): ${failure ?? `${Math.round(took)} ms`}`,
      );
    }
  }
  return [tally.figure()];
}
