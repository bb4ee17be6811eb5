'use client';
import { ShieldAlert, ShieldCheck, ShieldQuestion } from 'lucide-react';
import { cn } from '../ui/cn.ts';
import { Tooltip } from '../ui/tooltip.tsx';
import type { SenderCheck } from './chatter-types.ts';

const looks = {
  verified: { Icon: ShieldCheck, label: 'Verified sender', tone: 'text-success' },
  unverified: { Icon: ShieldQuestion, label: 'Sender not verified', tone: 'text-muted-foreground' },
  failed: { Icon: ShieldAlert, label: 'Sender check failed', tone: 'text-danger' },
};

/** A small shield beside the author of a received mail; what was checked is told on hover. */
export function SenderBadge({ check }: { check: SenderCheck }) {
  const { Icon, label, tone } = looks[verdictOf(check)];
  return (
    <Tooltip content={`${label}. ${explain(check)}`}>
      <button type="button" aria-label={label} className={cn('inline-flex rounded-sm', tone)}>
        <Icon aria-hidden className="size-3.5" />
      </button>
    </Tooltip>
  );
}

/** The same in words, for a list of facts. */
export function SenderFact({ check }: { check: SenderCheck }) {
  const { Icon, label, tone } = looks[verdictOf(check)];
  return (
    <span className="inline-flex items-start gap-1.5">
      <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', tone)} />
      <span>
        {label}. {explain(check)}
      </span>
    </span>
  );
}

function verdictOf({ verified, dmarc, spf, dkim }: SenderCheck): keyof typeof looks {
  if (verified) return 'verified';
  return dmarc === 'fail' || (spf === 'fail' && dkim !== 'pass') ? 'failed' : 'unverified';
}

const meanings = {
  verified: 'The domain of the address vouches for this mail',
  unverified: 'The domain of the address neither vouches for this mail nor disowns it',
  failed: 'The domain of the address says that such mail is not from it. Do not trust it without asking',
};

function explain(check: SenderCheck): string {
  const { spf, dkim, dmarc, source } = check;
  if (source === 'none') return 'It carries no signature, and nobody we trust saw who sent it.';
  const words = `SPF ${spf}, DKIM ${dkim}, DMARC ${dmarc}`;
  if (!check.verified && [spf, dkim, dmarc].includes('temperror')) return `DNS did not answer in time (${words}).`;
  return `${meanings[verdictOf(check)]} (${words}${source === 'self' ? '' : `, says ${source}`}).`;
}
