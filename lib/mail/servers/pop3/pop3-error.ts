/** Where a POP3 session failed; `tcp` also where the connection was lost later on. */
export type Pop3Stage = 'dns' | 'tcp' | 'tls' | 'greeting' | 'capa' | 'login' | 'list' | 'fetch';

/** What a POP3 server did that ends what we are at. */
export class Pop3Error extends Error {
  readonly stage: Pop3Stage;
  /** The server's own words; empty where it said nothing. */
  readonly reply: string;

  /** @param reason what happened, in words for the administrator */
  constructor(stage: Pop3Stage, reason: string, reply = '') {
    super(reason);
    this.name = 'Pop3Error';
    this.stage = stage;
    this.reply = reply;
  }
}

/** Whether a refusal passes by itself (RFC 2449 section 8.1, RFC 3206). */
export function isTemporaryReply(reply: string): boolean {
  return /^-ERR \[(?:IN-USE|LOGIN-DELAY|SYS\/TEMP)\]/i.test(reply);
}
