const answered =
  /^\S+ (?:refused|put off) (?:the mail|the address \S+) \((\d{3}(?: [245]\.\d+\.\d+)?).*?\)\. (?=\p{Lu})(.+)$/su;

/**
 * A kept reason for a narrow column: what the reply means first, then its code. Host and recipient are left out, other
 * columns say them. Any other reason stays as it is.
 */
export function shortReason(reason: string): string {
  const [, code, meaning] = answered.exec(reason) ?? [];
  return code && meaning ? `${meaning} (${code})` : reason;
}
