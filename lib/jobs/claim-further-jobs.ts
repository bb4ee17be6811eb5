import { sql } from 'drizzle-orm';
import type { Db } from '#lib/db/client.ts';
import type { QueueData, QueueName } from './queues.ts';

/**
 * Takes due jobs out of a queue for good, any number of workers at once. A fetch and a completion write each job twice;
 * where thousands wait that costs more than the work. Only for jobs whose loss harms nobody, beside one that the queue
 * manager still holds and brings back should this process die.
 */
export async function claimFurtherJobs<Name extends QueueName>(
  db: Db,
  queue: Name,
  limit: number,
): Promise<QueueData[Name][]> {
  const taken = await db.execute<{ data: QueueData[Name] }>(sql`
    delete from pgboss.job where name = ${queue} and id = any(array(
      select id from pgboss.job where name = ${queue} and state = 'created' and start_after <= now()
      limit ${limit} for update skip locked)) returning data`);
  return taken.rows.map((row) => row.data);
}
