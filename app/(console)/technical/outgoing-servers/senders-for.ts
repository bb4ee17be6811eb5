/** Whom the preview of a From filter shows: oneself, the product, and somebody of another domain. */
export function sendersFor(myAddress: string | null, defaultFrom: string | null): string[] {
  const senders = [myAddress, defaultFrom, 'mary@customer.example'].filter((one): one is string => Boolean(one));
  return [...new Set(senders)];
}
