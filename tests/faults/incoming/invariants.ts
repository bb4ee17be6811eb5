import type { Violation } from '../invariants.ts';
import type { Evidence } from './evidence.ts';

/** What must be true after any faults: the ranges balance, no mail is lost, none is there twice. */
export function checkIncoming(evidence: Evidence): Violation[] {
  return [...checkBooks(evidence), ...checkMailbox(evidence), ...checkMails(evidence), ...checkWorkers(evidence)];
}

function checkBooks({ ledger, uidNext, uidValidity, programme, mailbox }: Evidence): Violation[] {
  const wrong = (rule: string): Violation[] => [{ rule, detail: { ledger, uidNext, uidValidity } }];
  if (!ledger) return wrong('there are books');
  if (ledger.uidValidity !== String(uidValidity)) return wrong('the books are those of the present UIDVALIDITY');
  if (!ledger.balanced) return wrong('the books balance');
  let next = 1;
  for (const { from, to } of ledger.ranges) {
    if (from !== next) return wrong('the ranges follow each other without gap and overlap');
    next = to + 1;
  }
  // A server that does not tell UIDNEXT is known up to its last mail.
  const least = programme.noUidNext ? (mailbox.at(-1)?.uid ?? 0) + 1 : uidNext;
  if (ledger.nextUid < least || next !== ledger.nextUid) return wrong('the books go up to UIDNEXT');
  if (ledger.totals.pending || ledger.totals.refused) return wrong('nothing is left once the server is well');
  return [];
}

/** Every mail that is there was taken, or had been read before anybody fetched. */
function checkMailbox({ ledger, mailbox, delivered, kept }: Evidence): Violation[] {
  const read = new Set(delivered.filter(({ wasRead }) => wasRead).map(({ subject }) => subject));
  return mailbox.flatMap(({ uid, subject }) => {
    const range = ledger?.ranges.find(({ from, to }) => uid >= from && uid <= to);
    const disposition = range?.disposition ?? 'nothing';
    const allowed = read.has(subject) ? ['read_before'] : ['stored', 'duplicate'];
    const detail = { uid, subject, disposition, kept: kept.filter((mail) => mail.subject === subject) };
    if (!allowed.includes(disposition)) return [{ rule: `a mail is ${allowed.join(' or ')}`, detail }];
    const row = kept.find((mail) => mail.folder_id === ledger?.id && mail.uid === uid);
    if (!read.has(subject) && !row) return [{ rule: 'a mail that is stored by the books is there', detail }];
    if (row && (row.outcome === 'duplicate') !== (disposition === 'duplicate')) {
      return [{ rule: 'the books say which mails had been received before', detail }];
    }
    return [];
  });
}

function checkMails({ delivered, kept, leads, mailbox }: Evidence): Violation[] {
  const found: Violation[] = [];
  const known = new Set(delivered.map(({ sha256 }) => sha256));
  const maimed = kept.filter(({ sha256 }) => !known.has(sha256));
  if (maimed.length > 0) found.push({ rule: 'what is kept is what was sent, byte for byte', detail: maimed });
  const open = kept.filter(({ outcome }) => outcome !== 'record_created' && outcome !== 'duplicate');
  if (open.length > 0) found.push({ rule: 'every mail that is kept comes to its outcome', detail: open });
  const there = new Set(mailbox.map(({ subject }) => subject));
  for (const { subject, sha256, wasRead } of delivered) {
    const copies = kept.filter((mail) => mail.sha256 === sha256);
    const records = leads.find(({ name }) => name === subject)?.count ?? 0;
    const created = copies.filter(({ outcome }) => outcome === 'record_created').length;
    const detail = { subject, copies, records };
    if (wasRead && copies.length > 0) found.push({ rule: 'what was read before is left alone', detail });
    if (records > 1 || created > 1) found.push({ rule: 'no mail is there twice', detail });
    if (records !== created) found.push({ rule: 'a mail and its document come together', detail });
    if (!wasRead && there.has(subject) && records === 0) found.push({ rule: 'no mail is lost', detail });
  }
  const places = kept.map(({ folder_id, uid }) => `${folder_id}/${uid}`);
  if (new Set(places).size < places.length) {
    found.push({ rule: 'each place of a mailbox is stored once', detail: places });
  }
  return found;
}

function checkWorkers({ unasked }: Evidence): Violation[] {
  return unasked > 0 ? [{ rule: 'a worker survives whatever a mail server says', detail: unasked }] : [];
}
