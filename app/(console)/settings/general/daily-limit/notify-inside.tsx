'use client';
import { type ComponentType, type ReactNode, useState } from 'react';
import { ConfirmDialog } from '#components/feedback/confirm-dialog.tsx';
import { toast } from '#components/feedback/toaster.tsx';
import { Button } from '#components/ui/button.tsx';
import { useNavigation } from '#components/ui/link.tsx';
import { notifyEveryoneInside, notifyMeInside } from './actions.ts';

interface NotifyInsideProps {
  forMe: boolean;
  forAll: boolean;
  /** The look of its buttons; small ones unless told. */
  as?: ComponentType<{ onClick: () => void; children: ReactNode }>;
}

/** Offers to show notifications in PerfectWORK instead of mailing them: for me, and for everybody. */
export function NotifyInside({ forMe, forAll, as: Action = SmallButton }: NotifyInsideProps) {
  const [asking, setAsking] = useState(false);
  const [done, setDone] = useState(false);
  const { refresh } = useNavigation();
  const mine = async () => {
    const result = await notifyMeInside();
    if (!result.ok) return void toast.error(result.message);
    setDone(true);
    toast.success('Your notifications appear in the Inbox from now on');
    refresh();
  };
  const everyones = async () => {
    const result = await notifyEveryoneInside();
    if (!result.ok) return void toast.error(result.message);
    setDone(true);
    setAsking(false);
    const { changed } = result.value;
    toast.success(
      changed === 0 ? 'Everybody reads notifications in PerfectWORK already' : `Changed for ${changed} users`,
    );
    refresh();
  };
  return (
    <>
      {forMe && !done ? <Action onClick={() => void mine()}>Receive mine in PerfectWORK</Action> : null}
      {forAll ? <Action onClick={() => setAsking(true)}>Receive everybody’s in PerfectWORK</Action> : null}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Receive everybody’s notifications in PerfectWORK?"
        description="All users find their notifications in the Inbox instead of their mailbox. Each of them can change it back under Preferences. Customers still get their mails."
        confirmLabel="Change for everybody"
        onConfirm={everyones}
      />
    </>
  );
}

function SmallButton(props: { onClick: () => void; children: ReactNode }) {
  return <Button size="sm" {...props} />;
}
