/** One rule a decision tried: kept with the mail and shown in the console. */
export interface TraceLine {
  rule: string;
  matched: boolean;
  detail: string;
}
