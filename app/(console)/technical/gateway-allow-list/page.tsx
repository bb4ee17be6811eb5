import type { Metadata } from 'next';
import { pageContext } from '#lib/auth/page-context.ts';
import { readParameter } from '#lib/parameters/read-parameter.ts';
import { AdministratorsOnly } from '../../administrators-only.tsx';
import { SuppressionTable } from '../_suppression/suppression-table.tsx';
import { LoopExplanation } from './loop-explanation.tsx';

export const metadata: Metadata = { title: 'Gateway allow-list' };

/** Senders the loop check leaves alone. */
export default async function GatewayAllowListPage() {
  const ctx = await pageContext();
  if (ctx.actor.role !== 'administrator') return <AdministratorsOnly what="the gateway allow-list" />;
  const [threshold, minutes] = await Promise.all([
    readParameter(ctx, 'mail.gateway.loop.threshold'),
    readParameter(ctx, 'mail.gateway.loop.minutes'),
  ]);
  return (
    <SuppressionTable
      list="gateway-allow-list"
      explanation={<LoopExplanation threshold={threshold} minutes={minutes} />}
    />
  );
}
