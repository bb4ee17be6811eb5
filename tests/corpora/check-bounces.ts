import { parseMail } from '#lib/mail/incoming/parse/parse-mail.ts';
import type { Bounce } from '#lib/mail/incoming/qualify/bounce.ts';
import { recogniseBounce } from '#lib/mail/incoming/qualify/recognise-bounce.ts';
import { type Figure, Tally } from './figures.ts';
import { readManifest, readRaw } from './manifests.ts';

interface Entry {
  file: string;
  recipient: string | null;
  kind: string;
  format: string;
  status: string | null;
  reason: string | null;
  contested: boolean;
  originalMessageId?: string;
  recipients: { recipient: string | null; kind: string; permanence: string | null }[];
}

/** Reports of every format, and ordinary mails that must not be taken for one. */
export async function checkBounces(folder: string): Promise<Figure[]> {
  const tallies = {
    standard: new Tally('bounces: recipient, RFC 3464', 1),
    vendor: new Tally('bounces: recipient, other formats', 0.96),
    kind: new Tally('bounces: kind hard or soft', 0.93),
    permanence: new Tally('bounces: permanence', 0.985),
    originalId: new Tally('bounces: id of the original mail', 0.985),
    complaint: new Tally('bounces: complaints', 1),
    ordinary: new Tally('bounces: ordinary mail left alone', 1),
  };
  for (const entry of readManifest<Entry>(folder, 'bounces')) {
    if (entry.contested) continue;
    checkEntry(entry, recogniseBounce(await parseMail(readRaw(folder, entry.file))), tallies);
  }
  return Object.values(tallies).map((tally) => tally.figure());
}

type Tallies = Record<'standard' | 'vendor' | 'kind' | 'permanence' | 'originalId' | 'complaint' | 'ordinary', Tally>;

function checkEntry(entry: Entry, bounce: Bounce | null, tallies: Tallies): void {
  const brief = JSON.stringify(
    bounce?.recipients.map((one) => [
      one.address,
      one.action,
      one.status,
      one.kind,
      one.permanence,
      one.diagnostic.slice(0, 120),
    ]),
  );
  const say = `${entry.file}: ${bounce?.format} ${brief} instead of ${entry.recipient} ${entry.kind} ${entry.status} ${entry.reason}`;
  if (entry.kind === 'not-bounce' || entry.kind === 'auto-reply') {
    tallies.ordinary.check((bounce?.recipients.length ?? 0) === 0 && !bounce?.feedback, say);
    return;
  }
  if (entry.kind === 'feedback') {
    const right = bounce?.feedback && (!entry.recipient || same(bounce.feedback.recipient, entry.recipient));
    tallies.complaint.check(Boolean(right), `${say} ${JSON.stringify(bounce?.feedback)}`);
    return;
  }
  checkRecipients(entry, bounce, tallies, say);
  if (entry.originalMessageId) {
    tallies.originalId.check(
      bounce?.originalMessageIds.includes(entry.originalMessageId) ?? false,
      `${entry.file}: ${bounce?.originalMessageId} instead of ${entry.originalMessageId}`,
    );
  }
}

function checkRecipients(entry: Entry, bounce: Bounce | null, tallies: Tallies, say: string): void {
  const tally = entry.format === 'rfc3464' ? tallies.standard : tallies.vendor;
  for (const expected of entry.recipients) {
    if (!expected.recipient) continue;
    const found = bounce?.recipients.find(
      (one) => same(one.address, expected.recipient) || same(one.originalAddress, expected.recipient),
    );
    tally.check(Boolean(found), say);
    if (!found) continue;
    if (expected.kind === 'hard' || expected.kind === 'soft') {
      tallies.kind.check(found.kind === expected.kind, say);
    }
    if (expected.permanence)
      tallies.permanence.check(found.permanence === expected.permanence, `${expected.permanence} ${say}`);
  }
}

function same(a: string | null | undefined, b: string | null): boolean {
  return (a ?? '').toLowerCase() === (b ?? '').toLowerCase();
}
