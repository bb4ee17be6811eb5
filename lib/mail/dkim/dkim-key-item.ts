import type { Ctx } from '#lib/db/context.ts';
import { readParameter } from '#lib/parameters/read-parameter.ts';
import type { DkimKeyItem } from './dkim-key-schema.ts';
import { dkimRecord } from './dns-record.ts';
import type { DkimKeyRow } from './store.ts';

/** Adds to keys what is to be published for them: in the online edition a pointer to the platform's record. */
export async function toDkimKeyItems(ctx: Ctx, rows: DkimKeyRow[]): Promise<DkimKeyItem[]> {
  const [edition, platformDomain] = await Promise.all([
    readParameter(ctx, 'perfectwork.edition'),
    readParameter(ctx, 'perfectwork.platform.domain'),
  ]);
  const pointTo = edition === 'online' ? platformDomain : null;
  return rows.map((row) => ({ ...row, record: dkimRecord(row, pointTo) }));
}
