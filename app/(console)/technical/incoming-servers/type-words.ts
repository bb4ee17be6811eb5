import type { IncomingServerType } from '#lib/core/enumerations.ts';

/** The kinds of incoming servers. */
export const typeWords: Record<IncomingServerType, string> = { imap: 'IMAP', pop3: 'POP', push: 'Local' };
