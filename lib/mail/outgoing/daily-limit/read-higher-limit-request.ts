import { requireAdministrator } from '#lib/auth/permissions.ts';
import { addMilliseconds } from '#lib/core/clock.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { HigherLimitRequest } from '#lib/mail/outgoing/daily-limit/daily-limit-schema.ts';
import { loadDailyLimit, loadStoppedMails } from '#lib/mail/outgoing/daily-limit/load-daily-limit.ts';
import { loadMailFigures } from '#lib/mail/outgoing/daily-limit/load-mail-figures.ts';
import { inWords } from '#lib/mail/outgoing/quota/explain-quota.ts';
import { readParameter } from '#lib/parameters/read-parameter.ts';

const days = 30;

/** What support wants to know before it raises the daily limit, as figures and as a text. Administrators only. */
export async function readHigherLimitRequest(ctx: Ctx): Promise<HigherLimitRequest> {
  requireAdministrator(ctx.actor);
  const figures = await loadMailFigures(ctx.db, addMilliseconds(ctx.now(), -days * 86_400_000));
  const request = {
    ...figures,
    limit: await loadDailyLimit(ctx),
    edition: await readParameter(ctx, 'perfectwork.edition'),
    plan: await readParameter(ctx, 'perfectwork.plan'),
    stopped: await loadStoppedMails(ctx.db),
    bounceRate: figures.accepted === 0 ? 0 : figures.bounced / figures.accepted,
  };
  return { ...request, text: textOf(ctx.env.publicUrl, request) };
}

function textOf(url: string, facts: Omit<HigherLimitRequest, 'text'>): string {
  const { limit, users, apps, accepted, bounced, bounceRate, busiestDay, stopped, edition, plan } = facts;
  const used = apps.map(({ model, mails }) => `${model || 'other mails'} (${inWords(mails)})`).join(', ');
  return [
    `Please raise the daily limit of mails of ${url}.`,
    '',
    `Limit now: ${limit === null ? 'none' : `${inWords(limit)} mails a day`} (edition ${edition}, plan ${plan})`,
    `Active users: ${inWords(users)}`,
    `Apps in use, by mails of the last ${days} days: ${used || 'none yet'}`,
    `Mails delivered in the last ${days} days: ${inWords(accepted)}, at most ${inWords(busiestDay)} in one day`,
    `Bounce rate of the last ${days} days: ${(bounceRate * 100).toFixed(1)} % (${inWords(bounced)} of ${inWords(accepted)})`,
    `Mails stopped by the limit that wait for a retry: ${inWords(stopped)}`,
  ].join('\n');
}
