import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Db } from '#lib/db/client.ts';
import { countDeliveriesByState } from '#lib/mail/outgoing/load-delivery-counts.ts';

/** Prometheus text: the process's own figures and how many deliveries wait, fail, or are under way. */
export async function readMetrics(db: Db): Promise<{ text: string; contentType: string }> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const deliveries = new Gauge({
    name: 'perfectwork_deliveries',
    help: 'Deliveries that are not finished, by state',
    labelNames: ['state'],
    registers: [registry],
  });
  for (const { state, count } of await countDeliveriesByState(db)) deliveries.set({ state }, count);
  return { text: await registry.metrics(), contentType: registry.contentType };
}
