import { z } from 'zod';
import { addMilliseconds } from '#lib/core/clock.ts';
import { readToken, signToken } from '#lib/core/tokens.ts';
import type { Ctx } from '#lib/db/context.ts';
import type { ConsentOutcome } from './finish-consent.ts';
import { pageOf } from './grant-owner.ts';

const purpose = 'consent-outcome';
const shownForMs = 10 * 60_000;

/** What is said of a consent on the page it leads to. */
export interface OutcomeNotice {
  ok: boolean;
  message: string;
}

const noticeSchema = z.object({ ok: z.boolean(), message: z.string() });

/** The page a consent leads back to; what is said there is signed, so that nobody else can put words on it. */
export function pageAfterConsent(ctx: Ctx, { owner, ok, message }: ConsentOutcome): string {
  const until = addMilliseconds(ctx.now(), shownForMs);
  const notice = signToken(ctx.env.appSecret, purpose, { ok, message }, until);
  return `${owner ? pageOf(owner) : '/technical/outgoing-servers'}?oauth=${notice}`;
}

/** What {@link pageAfterConsent} put into the address; null for anything else, and after 10 minutes. */
export function readConsentNotice(ctx: Ctx, token: string | undefined): OutcomeNotice | null {
  if (!token || token.length > 4000) return null;
  const parsed = noticeSchema.safeParse(readToken(ctx.env.appSecret, purpose, token, ctx.now()));
  return parsed.success ? parsed.data : null;
}
