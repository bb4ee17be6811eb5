import type { RouteRecord } from '#drizzle/schema/incoming-mail.ts';
import type { Ctx } from '#lib/db/context.ts';
import { nameRecords } from '#lib/documents/name-records.ts';
import type { IncomingRoute } from '../incoming-mail-schema.ts';
import type { GatewayAnswer } from './gateway-answer.ts';

/** What the gateway says about one mail, with the documents it went to by name. */
export interface NamedAnswer extends GatewayAnswer {
  routes: IncomingRoute[];
}

/** The rows with the names of the documents their routes lead to, as far as the actor may read them. */
export async function nameRoutes<Row extends { routes: RouteRecord[] }>(
  ctx: Ctx,
  rows: Row[],
): Promise<(Omit<Row, 'routes'> & { routes: IncomingRoute[] })[]> {
  const nameOf = await nameRecords(
    ctx,
    rows.flatMap((row) => row.routes),
  );
  return rows.map((row) => ({ ...row, routes: row.routes.map((route) => ({ ...route, ...nameOf(route) })) }));
}

/** An answer for people: who hands mails in by the thousand does without the names. */
export async function nameAnswer(ctx: Ctx, answer: GatewayAnswer): Promise<NamedAnswer> {
  const [named] = await nameRoutes(ctx, [answer]);
  return { ...answer, routes: named?.routes ?? [] };
}
