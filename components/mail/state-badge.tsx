import { Badge } from '../ui/badge.tsx';
import { type StateKind, stateLook } from './state-words.ts';

export interface StateBadgeProps {
  /** Which enumeration: `email`, `delivery`, `outcome`, `incomingServer`, `server`, `alias`, `check`, `run`, `mailing`, `envelope`. */
  kind: StateKind;
  state: string;
  /** Replaces the word: "3 of 5". */
  children?: string;
  className?: string;
}

/** A state as icon + word + tone, the same on every screen. */
export function StateBadge({ kind, state, children, className }: StateBadgeProps) {
  const { word, icon, tone } = stateLook(kind, state);
  return (
    <Badge tone={tone} icon={icon} className={className}>
      {children ?? word}
    </Badge>
  );
}
