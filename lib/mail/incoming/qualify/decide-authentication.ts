import type { SenderAuthentication } from '#lib/core/sender-authentication.ts';
import type { StatedAuthentication } from './read-authentication.ts';

/** What our own look at a mail found: RFC 8601 words, null where there was nothing to look at. */
export interface OwnAuthentication {
  /** Only where we know who handed the mail over. */
  spf: string | null;
  /** Null: the mail carries no signature. */
  dkim: string | null;
  dmarc: string | null;
  /** A good signature is of the domain of the From address. */
  aligned: boolean;
}

/** A mail without a signature whose way here nobody knows: there is nothing to look at. */
export const nothingToCheck: OwnAuthentication = { spf: null, dkim: null, dmarc: null, aligned: false };

/**
 * Puts together what we found and what the host we trust says. A good word of either counts; else the host's, which saw
 * the mail first, before ours. Without SPF a failed DMARC check proves nothing: the mail may have passed by that.
 */
export function decideAuthentication(
  own: OwnAuthentication,
  stated: StatedAuthentication | null,
): SenderAuthentication {
  const ownDmarc = own.dmarc === 'fail' && own.spf === null ? null : own.dmarc;
  const best = (ours: string | null, theirs: string | null | undefined) =>
    ours === 'pass' || theirs === 'pass' ? 'pass' : (theirs ?? ours ?? 'none');
  const dmarc = best(ownDmarc, stated?.dmarc);
  const looked = own.spf !== null || own.dkim !== null;
  return {
    spf: own.spf ?? stated?.spf ?? 'none',
    dkim: best(own.dkim, stated?.dkim),
    dmarc,
    source: stated?.host ?? (looked ? 'self' : 'none'),
    verified: dmarc === 'pass' || (own.aligned && own.dmarc !== 'fail') || (stated?.aligned ?? false),
  };
}
