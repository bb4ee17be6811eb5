import { type AnyOperation, defineOperation } from '#lib/api/operation.ts';
import { AppError, invalidField } from '#lib/core/errors.ts';
import { dryRunMail, type ReceivedMail, receiveMail } from '#lib/mail/incoming/receive.ts';
import { readBounded } from './read-bounded.ts';

/** Hands a raw mail in over HTTP. */
export const gatewayOperations: AnyOperation[] = [
  defineOperation({
    tag: 'gateway',
    method: 'POST',
    path: '/gateway',
    summary: 'Hand in a raw mail; answered after it was processed',
    scope: 'gateway:write',
    rawBody: 'message/rfc822',
    queryParameters: {
      dryRun: '1: say what would happen, and change nothing; routes then name their record (`recordName`)',
      incomingServerId: 'Treat the mail as if this incoming server had fetched it',
    },
    run: async ({ ctx, request, query }) => {
      const maxMb = ctx.env.mailInMaxMb;
      assertFits(request, maxMb);
      const about = {
        source: 'http',
        incomingServerId: readServerId(query.get('incomingServerId')),
        envelopeFrom: readSender(request.headers.get('x-envelope-from')),
        envelopeTo: request.headers.get('x-envelope-to') || null,
      } satisfies Omit<ReceivedMail, 'raw'>;
      if (query.get('dryRun') !== '1') return receiveMail(ctx, { ...about, raw: bodyOf(request) });
      return dryRunMail(ctx, { ...about, raw: await readBounded(bodyOf(request), maxMb) });
    },
  }),
];

/** Refused before it is sent: the client gets our words instead of a broken connection. */
function assertFits(request: Request, maxMb: number): void {
  const length = Number(request.headers.get('content-length') ?? 0);
  if (length > maxMb * 1_048_576) throw new AppError('too_large', `The mail is larger than ${maxMb} MB.`);
}

/** Who stops reading leaves the rest to the server, which lets the client finish; a cancelled stream would cut it off. */
async function* bodyOf(request: Request): AsyncIterable<Uint8Array> {
  if (request.body) yield* request.body.values({ preventCancel: true });
}

/** `<>` is the null sender of reports; a missing header says nothing. */
function readSender(header: string | null): string | null {
  if (header === null || header.trim() === '') return null;
  return header.trim().replace(/^<|>$/g, '');
}

function readServerId(text: string | null): number | null {
  if (!text) return null;
  const id = Number(text);
  if (Number.isInteger(id) && id > 0 && id <= 2_147_483_647) return id;
  throw invalidField('incomingServerId', 'Give the number of an incoming server.');
}
