'use client';
import { CircleCheck } from 'lucide-react';
import { useActionState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { type UnfollowState, unfollow } from './actions.ts';

interface UnfollowFormProps {
  token: string;
  /** What is followed, e.g. `lead`. */
  label: string;
  recordName: string;
}

const untouched: UnfollowState = { done: false, problem: null };

/** Asks before anything changes: programs that look at links in mails only ever read. */
export function UnfollowForm({ token, label, recordName }: UnfollowFormProps) {
  const [state, act, isPending] = useActionState(unfollow.bind(null, token), untouched);
  if (state.done) {
    return (
      <p role="status" className="flex items-start gap-2">
        <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-success" />
        <span className="wrap-anywhere min-w-0">
          You get no more mails about <bdi className="font-medium">{recordName}</bdi>. Whoever writes to you directly
          still reaches you.
        </span>
      </p>
    );
  }
  return (
    <form action={act} className="flex flex-col gap-4">
      <p className="wrap-anywhere">
        You follow the {label} <bdi className="font-medium">{recordName}</bdi>, so you get its messages by mail.
      </p>
      {state.problem ? (
        <p role="alert" className="text-danger text-sm">
          {state.problem}
        </p>
      ) : null}
      <Button type="submit" variant="primary" size="lg" loading={isPending}>
        Stop these mails
      </Button>
    </form>
  );
}
