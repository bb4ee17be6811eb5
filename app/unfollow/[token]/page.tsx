import { webRuntime } from '#lib/auth/web-runtime.ts';
import { readUnfollowLink } from '#lib/chatter/unfollow-by-link.ts';
import { AppError, messageOf } from '#lib/core/errors.ts';
import { anonymousActor } from '#lib/db/context.ts';
import { UnfollowForm } from './unfollow-form.tsx';

export const metadata = { title: 'Stop following', referrer: 'no-referrer' };

/** The page behind the unfollow link of a mail. Looking at it changes nothing. */
export default async function Page({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const found = await read(decodeURIComponent(token));
  return (
    <main className="flex min-h-dvh items-center justify-center bg-canvas p-4">
      <div className="w-full max-w-md rounded-lg border bg-card p-6">
        <h1 className="mb-3 font-medium text-xl">Stop following</h1>
        {'problem' in found ? <p>{found.problem}</p> : <UnfollowForm token={decodeURIComponent(token)} {...found} />}
      </div>
    </main>
  );
}

async function read(token: string): Promise<{ recordName: string; label: string } | { problem: string }> {
  const runtime = await webRuntime();
  try {
    return await readUnfollowLink(runtime.ctxFor(anonymousActor), token);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return { problem: messageOf(error) };
    throw error;
  }
}
