import type { IncomingSource } from '#lib/core/enumerations.ts';

/** The roads a mail can come by. */
export const sourceWords: Record<IncomingSource, string> = {
  imap: 'IMAP mailbox',
  pop3: 'POP3 mailbox',
  lmtp: 'LMTP',
  smtp: 'SMTP',
  http: 'HTTP',
  pipe: 'Pipe',
  sandbox: 'Sandbox',
};

/** Options of a filter. */
export const sourceOptions = Object.entries(sourceWords).map(([value, label]) => ({ value, label }));
