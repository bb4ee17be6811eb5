import { openAlert } from '#lib/alerts/open-alert.ts';
import { resolveAlert } from '#lib/alerts/resolve-alert.ts';
import { addMilliseconds } from '#lib/core/clock.ts';
import type { Ctx } from '#lib/db/context.ts';
import { readParameter } from '#lib/parameters/read-parameter.ts';
import { loadQuarantine, type QuarantineFacts } from './load-quarantine.ts';

const kind = 'quarantine-growing';
const dayMs = 86_400_000;

/**
 * Tells the administrators when quarantine grows: so many mails of the last 24 hours wait there as
 * `mail.quarantine.alert.threshold` says. The alert ends by itself once fewer do.
 */
export async function watchQuarantine(ctx: Ctx): Promise<void> {
  const threshold = await readParameter(ctx, 'mail.quarantine.alert.threshold');
  const facts = threshold > 0 ? await loadQuarantine(ctx.db, addMilliseconds(ctx.now(), -dayMs)) : null;
  if (!facts || facts.ofLastDay < threshold) return resolveAlert(ctx, kind, 'all');
  await openAlert(ctx, {
    kind,
    key: 'all',
    severity: 'error',
    title: 'Mails pile up in quarantine',
    detail: quarantineWords(facts),
    link: '/technical/incoming-mails?outcome=quarantined',
  });
}

/** How many wait, to whom most of them were written, and what to do. */
export function quarantineWords({ ofLastDay, all, recipient }: QuarantineFacts): string {
  const older = all > ofLastDay ? ` With those of before it is ${all}.` : '';
  const most = recipient ? ` Most (${recipient.mails}) were written to ${recipient.address}.` : '';
  return `${ofLastDay} mails of the last 24 hours went into no document and wait for somebody.${older}${most} Give the address an alias and replay them, assign them to documents, or discard them.`;
}
