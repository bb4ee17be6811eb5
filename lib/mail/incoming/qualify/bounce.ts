export type BounceFormat = 'dsn' | 'dsn-as-text' | 'vendor' | 'feedback' | 'receipt' | 'report';

/** RFC 3464 section 2.3.3. */
export type BounceAction = 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';

/** What one report says about one address. */
export interface BouncedRecipient {
  /** the address the report names, as written but without brackets */
  address: string;
  /** the address we wrote to where the report tells it apart (Original-Recipient); null else */
  originalAddress: string | null;
  action: BounceAction;
  /** enhanced status code `5.1.1` (RFC 3463); null where the report has none */
  status: string | null;
  /** the remote server's words */
  diagnostic: string;
  /** about the address: hard = unusable, soft = failed or delayed for another reason, none = it arrived */
  kind: 'hard' | 'soft' | 'none';
  /** the status class: 5 permanent, 4 temporary; none where nothing failed */
  permanence: 'permanent' | 'temporary' | 'none';
}

/** An abuse report (ARF, RFC 5965). */
export interface Feedback {
  /** `abuse`, `fraud`, `opt-out`, `not-spam`, ... */
  type: string;
  recipient: string | null;
  originalMessageId: string | null;
}

/** A mail about another mail. `recipients` is empty where it names nobody. */
export interface Bounce {
  format: BounceFormat;
  /** Message-ID of the mail it is about, with brackets */
  originalMessageId: string | null;
  /** every id of the returned mail, ours first: providers rewrite Message-ID */
  originalMessageIds: string[];
  recipients: BouncedRecipient[];
  feedback: Feedback | null;
}
