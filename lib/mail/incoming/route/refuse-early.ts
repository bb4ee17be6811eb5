import type { Outcome } from '#lib/mail/incoming/route/decision.ts';
import type { RouteFacts } from '#lib/mail/incoming/route/facts.ts';
import { allRecipients, isBounceAddress } from '#lib/mail/incoming/route/match-recipients.ts';
import { isLoopReference } from '#lib/mail/message/message-id.ts';

/** One rule that ends the routing before anybody looks for a record. */
interface EarlyRule {
  rule: string;
  outcome: Outcome;
  /** why it applies, or null */
  applies: (facts: RouteFacts) => string | null;
}

/** In this order: what we have already, what answers ourselves, what is about another mail, what nobody wants. */
export const EARLY_RULES: EarlyRule[] = [
  {
    rule: 'already received',
    outcome: 'duplicate',
    applies: ({ duplicateOf }) => (duplicateOf === null ? null : `the same mail is number ${duplicateOf}`),
  },
  {
    rule: 'answers one of our automatic mails',
    outcome: 'loop_reply_ignored',
    applies: ({ referredIds }) => {
      const tagged = referredIds.find(isLoopReference);
      return tagged === undefined ? null : `it refers to ${tagged}`;
    },
  },
  {
    rule: 'abuse report',
    outcome: 'complaint',
    applies: ({ bounce }) => (bounce?.feedback ? `feedback of type ${bounce.feedback.type}` : null),
  },
  {
    rule: 'receipt',
    outcome: 'no_op',
    applies: ({ bounce }) => (bounce?.format === 'receipt' ? 'a read receipt changes nothing' : null),
  },
  {
    rule: 'report of another kind',
    outcome: 'report_logged',
    applies: ({ bounce, reportType }) => {
      const other = bounce?.format === 'report' && reportType !== null && reportType !== 'delivery-status';
      return other ? `report of type ${reportType}` : null;
    },
  },
  {
    rule: 'R0 delivery report',
    outcome: 'bounce_processed',
    applies: (facts) => {
      if (facts.bounce) return `a ${facts.bounce.format} report on ${facts.bounce.recipients.length} recipients`;
      const address = allRecipients(facts).find((one) => isBounceAddress(one, facts));
      return address === undefined ? null : `${address} is a bounce address`;
    },
  },
  { rule: 'spam', outcome: 'spam', applies: ({ spam }) => spam },
];
