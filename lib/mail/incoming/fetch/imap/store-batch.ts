import { isValueRefused } from '#lib/db/postgres-errors.ts';
import type { RawMail } from './fetch-group.ts';

/** A mail that the database would not have, tried alone. */
export interface Unstorable {
  uid: number;
  cause: unknown;
}

export interface StoredBatch {
  added: { id: number; uid: number }[];
  unstorable: Unstorable[];
}

/**
 * Stores mails together. Where the database refuses the values of a statement one mail may be to blame for all, so that
 * each is stored alone then.
 * @param store commits what it is given, or nothing
 * @throws what `store` throws for any other reason
 */
export async function storeBatch(
  mails: RawMail[],
  store: (mails: RawMail[]) => Promise<StoredBatch['added']>,
): Promise<StoredBatch> {
  try {
    return { added: await store(mails), unstorable: [] };
  } catch (error) {
    if (!isValueRefused(error)) throw error;
    const [only] = mails;
    if (only && mails.length === 1) return { added: [], unstorable: [{ uid: only.uid, cause: error }] };
  }
  const whole: StoredBatch = { added: [], unstorable: [] };
  for (const mail of mails) {
    const { added, unstorable } = await storeBatch([mail], store);
    whole.added.push(...added);
    whole.unstorable.push(...unstorable);
  }
  return whole;
}
