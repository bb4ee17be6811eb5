import { errorResponse } from '#lib/api/serve.ts';
import { webRuntime } from '#lib/auth/web-runtime.ts';
import { sameText } from '#lib/core/crypto.ts';
import { AppError } from '#lib/core/errors.ts';
import { stoppingSignal } from '#lib/core/stopping.ts';
import { systemActor } from '#lib/db/context.ts';
import { runDueActions } from '#lib/schedule/run-due-actions.ts';

/** Runs what is due, for who has CRON_SECRET. Actions another process runs already are left to it. */
async function handle(request: Request): Promise<Response> {
  const runtime = await webRuntime();
  try {
    const given = /^Bearer\s+(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? '';
    const { cronSecret } = runtime.env;
    if (!cronSecret || !sameText(given, cronSecret)) {
      throw new AppError('unauthenticated', 'Send Authorization: Bearer with the CRON_SECRET.');
    }
    // A caller that hangs up does not stop what it has begun.
    const results = await runDueActions(runtime.ctxFor(systemActor), { startedBy: 'cron', signal: stoppingSignal() });
    return Response.json({
      ran: results.map(({ key, status, done, remaining, ms }) => ({ key, status, done, remaining, ms })),
    });
  } catch (error) {
    return errorResponse(error, runtime);
  }
}

export { handle as GET, handle as POST };
