import type { TraceLine } from '#lib/core/trace.ts';

export type Outcome =
  | 'duplicate'
  | 'loop_reply_ignored'
  | 'bounce_processed'
  | 'auto_reply'
  | 'reply_posted'
  | 'record_created'
  | 'record_updated'
  | 'bounced_policy'
  | 'bounced_alias_config'
  | 'bounced_catchall'
  | 'bounced_loop'
  | 'spam'
  | 'report_logged'
  | 'complaint'
  | 'no_op'
  | 'quarantined';

/** One thing to do with the mail. Only `reply_posted`, `record_*` and an `auto_reply` on a record post anything. */
export interface Route {
  outcome: Outcome;
  model: string | null;
  /** null: create */
  recordId: number | null;
  aliasId: number | null;
  companyId: number | null;
  /** values for a new record; the subject becomes its name unless they name it */
  defaults: Record<string, unknown>;
  /** row id of the message this answers; routed mail has none */
  parentRowId: number | null;
  /** whether the mail counts towards the hourly limit of the alias, or is one too many */
  hourlyLimit: 'none' | 'counts' | 'reached';
  /** posted as an internal note */
  isInternal: boolean;
  /** people outside are told; never of automatic mail */
  notifyOutside: boolean;
  /** anybody is told at all; never of an automatic reply */
  notify: boolean;
  reason: string;
}

export type AnswerKind = 'bounce_policy' | 'bounce_alias_config' | 'bounce_catchall' | 'bounce_loop';

/** A mail to be sent back; composing and sending it is somebody else's work. */
export interface Answer {
  kind: AnswerKind;
  to: string;
  aliasId: number | null;
  reason: string;
}

/** What happens to one mail, and why. `outcome` is that of the first route, or of the whole mail. */
export interface RouteDecision {
  outcome: Outcome;
  reason: string;
  routes: Route[];
  answers: Answer[];
  trace: TraceLine[];
}

/** A route with everything but the given fields at rest. */
export function makeRoute(fields: Partial<Route> & Pick<Route, 'outcome' | 'reason'>): Route {
  return {
    model: null,
    recordId: null,
    aliasId: null,
    companyId: null,
    defaults: {},
    parentRowId: null,
    hourlyLimit: 'none',
    isInternal: false,
    notifyOutside: true,
    notify: true,
    ...fields,
  };
}
