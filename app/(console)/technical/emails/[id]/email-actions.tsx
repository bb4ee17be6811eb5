'use client';
import { useQueryClient } from '@tanstack/react-query';
import { Ban, FileJson, RotateCw, Send } from 'lucide-react';
import { useState } from 'react';
import { ConfirmDialog } from '#components/feedback/confirm-dialog.tsx';
import { toast } from '#components/feedback/toaster.tsx';
import { Button } from '#components/ui/button.tsx';
import type { EmailDetail } from '#lib/mail/outgoing/email-schema.ts';
import { cancelOne, retryOne, sendOneNow } from '../actions.ts';
import { RescheduleButton } from './reschedule-button.tsx';

const failed = ['failed', 'bounced', 'unknown'];
const waiting = ['queued', 'deferred'];
const recipients = (count: number) => (count === 1 ? '1 recipient' : `${count} recipients`);

/** What can be done with the mail as it stands. */
export function EmailActions({ email }: { email: EmailDetail }) {
  const queries = useQueryClient();
  const [running, setRunning] = useState<string | null>(null);
  const [isAsking, setAsking] = useState(false);
  const failures = email.deliveries.filter(({ state }) => failed.includes(state)).length;
  const waits = email.deliveries.filter(({ state }) => waiting.includes(state)).length;
  const isUntried = email.deliveries.some(({ state, attempts }) => state === 'queued' && attempts === 0);

  const run = async (name: string, work: () => ReturnType<typeof cancelOne>, words: string) => {
    setRunning(name);
    const result = await work().catch(() => null);
    setRunning(null);
    if (result?.ok) toast.success(words);
    else toast.error(result?.message ?? 'The server did not answer. Try again in a moment.');
    await queries.invalidateQueries({ queryKey: ['emails'] });
  };
  return (
    <>
      <Button asChild>
        <a
          href={`/api/v1/emails/${email.id}/support-bundle`}
          download
          title="All that is known of this mail, in one file without secrets"
        >
          <FileJson aria-hidden /> Support bundle
        </a>
      </Button>
      {waits > 0 ? (
        <>
          <Button
            variant="danger-soft"
            loading={running === 'cancel'}
            disabled={running !== null}
            onClick={() => setAsking(true)}
          >
            <Ban aria-hidden /> Cancel
          </Button>
          <Button
            loading={running === 'send'}
            disabled={running !== null}
            onClick={() => run('send', () => sendOneNow(email.id), 'It goes out now')}
          >
            <Send aria-hidden /> Send now
          </Button>
          {email.scheduledAt && isUntried ? <RescheduleButton id={email.id} scheduledAt={email.scheduledAt} /> : null}
        </>
      ) : null}
      {failures > 0 ? (
        <Button
          variant="primary"
          loading={running === 'retry'}
          disabled={running !== null}
          onClick={() => run('retry', () => retryOne(email.id), `${recipients(failures)} will be tried again`)}
        >
          <RotateCw aria-hidden /> Retry {recipients(failures)}
        </Button>
      ) : null}
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title="Cancel this mail?"
        description={`${recipients(waits)} will not get it. Those who have it keep it.`}
        confirmLabel="Cancel mail"
        cancelLabel="Keep it"
        danger
        onConfirm={() => run('cancel', () => cancelOne(email.id), 'Cancelled')}
      />
    </>
  );
}
