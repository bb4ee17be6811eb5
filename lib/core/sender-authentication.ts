/** What is known about whether the From address is genuine: RFC 8601 words (`pass`, `fail`, `none`, ...). */
export interface SenderAuthentication {
  spf: string;
  dkim: string;
  dmarc: string;
  /** Whose word it is: `self` for our own check, the host that says so, `none` where nobody could look. */
  source: string;
  /** An aligned signature or DMARC proves the domain of the From address. */
  verified: boolean;
}
