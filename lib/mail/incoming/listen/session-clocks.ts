import type { SMTPServerSession } from 'smtp-server';

/** How long a client may take, in milliseconds, however diligently it sends a byte now and then. */
export interface SessionLimits {
  /** For one mail, from DATA to the answer. */
  mailMs: number;
  /** From the greeting, or the last mail, to the next DATA. */
  restMs: number;
}

export interface SessionClocks {
  mail(session: SMTPServerSession): void;
  rest(session: SMTPServerSession): void;
  forget(session: SMTPServerSession): void;
}

/** Hangs up on clients that hold a connection and bring nothing: the idle limit alone is fooled by a byte a minute. */
export function sessionClocks(
  { mailMs, restMs }: SessionLimits,
  hangUp: (session: SMTPServerSession) => void,
): SessionClocks {
  const timers = new Map<string, NodeJS.Timeout>();
  const forget = ({ id }: SMTPServerSession) => {
    clearTimeout(timers.get(id));
    timers.delete(id);
  };
  const wind = (session: SMTPServerSession, ms: number) => {
    forget(session);
    timers.set(session.id, setTimeout(() => hangUp(session), ms).unref());
  };
  return { mail: (session) => wind(session, mailMs), rest: (session) => wind(session, restMs), forget };
}
