import type { DeliveryStage } from '#lib/core/enumerations.ts';
import { messageOf } from '#lib/core/errors.ts';

/** What went wrong between us and a mail server, in facts: the verdict is made of these. */
export interface SmtpFailure {
  stage: DeliveryStage;
  /** The server's reply, word for word; null where it gave none. */
  reply: string | null;
  /** `ECONNREFUSED`, `ETIMEDOUT`, `EDNS`, ...; null where the server replied. */
  networkCode: string | null;
  /** The foreign error's own words. */
  message: string;
  /** The sign-in was with the token of a connected account. */
  oauth?: true;
}

interface ForeignError extends Error {
  code?: string;
  originalCode?: string;
  response?: string;
  command?: string;
}

/** Reads an error of nodemailer or Node into facts. `stage` is where we were when it came. */
export function readSmtpFailure(error: unknown, stage: DeliveryStage): SmtpFailure {
  const foreign = error as ForeignError;
  const reply = foreign.response?.trim() || null;
  return {
    stage: stageOf(foreign, stage),
    reply,
    networkCode: reply ? null : (foreign.originalCode ?? foreign.code ?? 'ECONNECTION'),
    message: messageOf(error),
    ...(foreign.command === 'AUTH XOAUTH2' || /^EOAUTH/.test(foreign.originalCode ?? foreign.code ?? '')
      ? { oauth: true as const }
      : {}),
  };
}

/** A reply that refuses. */
export function replyFailure(reply: string, stage: DeliveryStage): SmtpFailure {
  return { stage, reply: reply.trim(), networkCode: null, message: reply };
}

/** With pipelining we are at DATA while the server still answers MAIL FROM: its reply says which command it means. */
function stageOf({ command = '', code, response }: ForeignError, stage: DeliveryStage): DeliveryStage {
  if (command.startsWith('AUTH') || code === 'EAUTH') return 'auth';
  if (command === 'STARTTLS' || code === 'ETLS') return 'tls';
  if (!response) return stage;
  if (command === 'MAIL FROM') return 'mail';
  if (command === 'RCPT TO') return 'rcpt';
  if (command === 'DATA' && stage === 'rcpt') return 'data';
  return stage;
}
