import { Clock, Mail, MailX } from 'lucide-react';
import { cn } from '../ui/cn.ts';

export type EnvelopeState = 'sent' | 'pending' | 'failed';

const looks = {
  sent: { icon: Mail, word: 'Sent', ink: 'text-muted-foreground' },
  pending: { icon: Clock, word: 'On its way', ink: 'text-warning' },
  failed: { icon: MailX, word: 'Not delivered', ink: 'text-danger' },
};

/** The envelope beside a message's time: outline = sent, amber clock = on its way, red = at least one recipient did not get it. */
export function EnvelopeIcon({ state, className }: { state: EnvelopeState; className?: string }) {
  const { icon: Icon, word, ink } = looks[state];
  return (
    <span className={cn('inline-flex shrink-0', ink, className)} title={word}>
      <Icon aria-hidden className={cn('size-4', state === 'failed' && 'fill-danger-soft')} />
      <span className="sr-only">{word}</span>
    </span>
  );
}
