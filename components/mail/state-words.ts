import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CircleX,
  Clock,
  Copy,
  FilePlus,
  FileText,
  Hourglass,
  Inbox,
  type LucideIcon,
  MailWarning,
  MessageSquareReply,
  Pause,
  PenLine,
  PlugZap,
  RefreshCwOff,
  Reply,
  Send,
  ShieldAlert,
  ThumbsDown,
  Undo2,
} from 'lucide-react';
import type { Tone } from '../ui/badge.tsx';

export interface StateLook {
  word: string;
  icon: LucideIcon;
  tone: Tone;
}

const look = (word: string, icon: LucideIcon, tone: Tone): StateLook => ({ word, icon, tone });

/** The closed enumerations of the API, each value with its word, icon and tone. */
export const stateLooks = {
  email: {
    outgoing: look('Outgoing', Clock, 'info'),
    sending: look('Sending', Send, 'info'),
    sent: look('Sent', CircleCheck, 'success'),
    failed: look('Failed', CircleX, 'danger'),
    cancelled: look('Cancelled', Ban, 'neutral'),
  },
  delivery: {
    queued: look('Queued', Clock, 'info'),
    sending: look('Sending', Send, 'info'),
    sent: look('Sent', CircleCheck, 'success'),
    deferred: look('Deferred', Hourglass, 'warning'),
    failed: look('Failed', CircleX, 'danger'),
    bounced: look('Bounced', Undo2, 'danger'),
    unknown: look('Unknown', CircleHelp, 'warning'),
    cancelled: look('Cancelled', Ban, 'neutral'),
    suppressed: look('Suppressed', ShieldAlert, 'neutral'),
  },
  outcome: {
    duplicate: look('Duplicate', Copy, 'neutral'),
    loop_reply_ignored: look('Loop ignored', RefreshCwOff, 'neutral'),
    bounce_processed: look('Bounce processed', Undo2, 'info'),
    auto_reply: look('Automatic reply', MessageSquareReply, 'neutral'),
    reply_posted: look('Reply posted', Reply, 'success'),
    record_created: look('Record created', FilePlus, 'success'),
    record_updated: look('Record updated', PenLine, 'success'),
    bounced_policy: look('Bounced: policy', Undo2, 'warning'),
    bounced_alias_config: look('Bounced: alias settings', Undo2, 'warning'),
    bounced_catchall: look('Bounced: catchall', Undo2, 'warning'),
    bounced_loop: look('Bounced: loop', Undo2, 'warning'),
    spam: look('Spam', ShieldAlert, 'neutral'),
    report_logged: look('Report logged', FileText, 'neutral'),
    complaint: look('Complaint', ThumbsDown, 'warning'),
    no_op: look('Nothing to do', CircleDashed, 'neutral'),
    quarantined: look('Quarantined', MailWarning, 'warning'),
    failed: look('Failed', CircleX, 'danger'),
  },
  incomingServer: {
    draft: look('Not confirmed', CircleDashed, 'neutral'),
    confirmed: look('Confirmed', CircleCheck, 'success'),
  },
  /** Health of a server: its breaker and its last result. */
  server: {
    ok: look('Working', CircleCheck, 'success'),
    warning: look('Needs attention', MailWarning, 'warning'),
    failing: look('Failing', PlugZap, 'danger'),
    open: look('Paused after failures', Pause, 'danger'),
    half_open: look('Probing', Hourglass, 'warning'),
    untested: look('Not tested', CircleDashed, 'neutral'),
    archived: look('Archived', Ban, 'neutral'),
  },
  alias: {
    not_tested: look('Not tested', CircleDashed, 'neutral'),
    valid: look('Valid', CircleCheck, 'success'),
    invalid: look('Invalid', CircleX, 'danger'),
  },
  /** Findings of domain checks. */
  check: {
    ok: look('OK', CircleCheck, 'success'),
    warning: look('Warning', MailWarning, 'warning'),
    error: look('Error', CircleX, 'danger'),
    unknown: look('Unknown', CircleHelp, 'neutral'),
  },
  /** Results of scheduled actions. */
  run: {
    running: look('Running', Hourglass, 'info'),
    done: look('Done', CircleCheck, 'success'),
    partial: look('More to do', Hourglass, 'warning'),
    failed: look('Failed', CircleX, 'danger'),
  },
  mailing: {
    draft: look('Draft', PenLine, 'neutral'),
    queued: look('Queued', Clock, 'info'),
    sending: look('Sending', Send, 'info'),
    paused: look('Paused', Pause, 'warning'),
    done: look('Done', CircleCheck, 'success'),
    cancelled: look('Cancelled', Ban, 'neutral'),
  },
  envelope: {
    sent: look('Sent', Inbox, 'neutral'),
    pending: look('On its way', Clock, 'warning'),
    failed: look('Not delivered', MailWarning, 'danger'),
  },
} as const satisfies Record<string, Record<string, StateLook>>;

export type StateKind = keyof typeof stateLooks;

/** The look of one value; a value this version does not know is shown in its own letters rather than hidden. */
export function stateLook(kind: StateKind, state: string): StateLook {
  const looks: Record<string, StateLook> = stateLooks[kind];
  return looks[state] ?? look(state.replaceAll('_', ' '), CircleHelp, 'neutral');
}

/** Options for `SelectField` and filters of one enumeration. */
export function stateOptions(kind: StateKind): { value: string; label: string }[] {
  return Object.entries(stateLooks[kind]).map(([value, { word }]) => ({ value, label: word }));
}
