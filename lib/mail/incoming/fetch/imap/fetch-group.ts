import type { FetchMessageObject, ImapFlow } from 'imapflow';
import { formatUidSet, spansOf } from '../../ledger/uid-spans.ts';

/** Mails up to this many bytes come many in one FETCH; larger ones are streamed, one by one. */
export const wholeBytes = 1_048_576;
/** One transaction stores so much. */
const batchMails = 100;
const batchBytes = 4_194_304;

export interface RawMail {
  uid: number;
  raw: Buffer;
}

/** What came of one FETCH. */
export interface FetchedGroup {
  /** Handed to `store`. */
  taken: number[];
  /** Too large to come whole: to be streamed. */
  large: number[];
  /** Asked for, and not delivered. */
  missing: number[];
  /** Why the rest did not come, where the FETCH itself failed. */
  failure: unknown;
}

/**
 * Fetches mails in one FETCH and stores them in batches, the next one arriving while the last one is stored. At most two
 * batches are in memory: the connection is read as fast as mails are stored. What came before a failure is stored.
 * @param store commits a batch
 * @throws what `store` throws
 */
export async function fetchGroup(
  client: ImapFlow,
  uids: number[],
  store: (mails: RawMail[]) => Promise<void>,
): Promise<FetchedGroup> {
  const missing = new Set(uids);
  const group: FetchedGroup = { taken: [], large: [], missing: [], failure: null };
  const batches = storeInBatches(store);
  try {
    // One byte more than is taken whole: it tells that there is more.
    const query = { uid: true, size: true, source: { start: 0, maxLength: wholeBytes + 1 } };
    for await (const one of client.fetch(formatUidSet(spansOf(uids)), query, { uid: true })) {
      // Servers also tell what changed of other mails, and say things twice.
      const { uid, source } = one;
      if (!source?.length || !missing.delete(uid)) continue;
      if (isWhole(one)) await batches.add({ uid, raw: source });
      (isWhole(one) ? group.taken : group.large).push(uid);
      if (batches.failed()) break;
    }
  } catch (error) {
    group.failure = error;
  }
  await batches.finish();
  return { ...group, missing: [...missing] };
}

/** A source that is shorter than its announced size may have been cut; streaming asks until there is no more. */
function isWhole({ source, size }: FetchMessageObject): boolean {
  const length = source?.length ?? 0;
  return length <= wholeBytes && length >= Math.min(size ?? 0, wholeBytes + 1);
}

function storeInBatches(store: (mails: RawMail[]) => Promise<void>) {
  let batch: RawMail[] = [];
  let bytes = 0;
  let storing: Promise<void> = Promise.resolve();
  let failure: { cause: unknown } | null = null;
  const storeBatch = async () => {
    await storing;
    const mails = batch;
    batch = [];
    bytes = 0;
    if (mails.length === 0 || failure) return;
    storing = store(mails).catch((cause) => {
      failure = { cause };
    });
  };
  return {
    failed: () => failure !== null,
    add: async (mail: RawMail) => {
      batch.push(mail);
      bytes += mail.raw.length;
      if (batch.length >= batchMails || bytes >= batchBytes) await storeBatch();
    },
    finish: async () => {
      await storeBatch();
      await storing;
      if (failure) throw failure.cause;
    },
  };
}
