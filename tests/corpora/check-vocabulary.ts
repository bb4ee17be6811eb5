import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseMail } from '#lib/mail/incoming/parse/parse-mail.ts';
import { isValidMailbox } from '#lib/mail/message/address.ts';
import { type Figure, Tally } from './figures.ts';
import { readManifest, readRaw } from './manifests.ts';

/** Addresses that are valid, and some that are not. */
export async function checkAddresses(folder: string): Promise<Figure[]> {
  const tally = new Tally('addresses: valid or not', 1);
  const file = JSON.parse(readFileSync(join(folder, 'dev-addresses.json'), 'utf8')) as Record<
    'valid' | 'invalid',
    string[]
  >;
  for (const address of file.valid) tally.check(isValidMailbox(address), `refused: ${address}`);
  for (const address of file.invalid) tally.check(!isValidMailbox(address), `accepted: ${address}`);
  return [tally.figure()];
}

interface Thread {
  corpus: string;
  messages: {
    file: string;
    index?: number;
    messageId: string;
    inReplyTo?: string[];
    references?: string[];
    thread: string;
  }[];
}

/** The ids a mail names, and whether following them puts the mails of a thread together. */
export async function checkThreads(folder: string): Promise<Figure[]> {
  const ids = new Tally('threads: ids read', 1);
  const together = new Tally('threads: mails put together', 1);
  for (const corpus of readManifest<Thread>(folder, 'threads')) {
    const threadOf = new Map<string, string>();
    for (const message of corpus.messages) {
      const mail = await parseMail(pick(readRaw(folder, message.file), message.index));
      const own = mail.messageId ?? '';
      ids.check(
        own === `<${message.messageId}>`,
        `${message.file}#${message.index}: ${own} instead of ${message.messageId}`,
      );
      const known = [...mail.references.toReversed(), mail.inReplyTo ?? ''].find((id) => threadOf.has(id));
      const given = threadOf.get(own) ?? (known && threadOf.get(known)) ?? message.thread;
      const expected = [...threadOf.values()].includes(message.thread);
      together.check(
        given === message.thread && (known !== undefined || threadOf.has(own)) === expected,
        `${message.file}#${message.index}`,
      );
      threadOf.set(own, given);
    }
  }
  return [ids.figure(), together.figure()];
}

/** One mail of a mailbox file; the file itself where no index is given. */
function pick(raw: Buffer, index: number | undefined): Buffer {
  if (index === undefined) return raw;
  return Buffer.from(
    raw
      .toString('latin1')
      .split(/^(?=From .*\d{4}\r?$)/m)
      .filter((mail) => mail.trim() !== '')[index] ?? '',
    'latin1',
  );
}
