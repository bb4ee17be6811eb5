import type { Result } from '#lib/core/result.ts';
import { readNumber, signNumber } from '#lib/core/tokens.ts';
import { domainOf, localPartOf } from '#lib/mail/message/address.ts';

/** What the token behind the `+` of an address names: a delivery that came back, or the message that is answered. */
export type AddressUse = 'delivery' | 'message';

const letters: Record<AddressUse, string> = { delivery: 'b', message: 'r' };
/** Reports come within days, a customer may answer next year. */
const lifeDays: Record<AddressUse, number> = { delivery: 90, message: 730 };
const form = /^(.+)\+([br])([0-9a-z]{1,7}-[0-9a-z]{1,6}-[0-9a-f]{20})$/i;
/** RFC 5321 section 4.5.3.1.1. */
const longestLocalPart = 64;

/** `bounce+<token>@domain`; the address itself where no server would take it so long. */
export function signAddress(
  appSecret: string,
  address: string,
  { use, id, now }: { use: AddressUse; id: number; now: Date },
): string {
  const local = `${localPartOf(address)}+${letters[use]}${signNumber(appSecret, purposeOf(use), id, now)}`;
  return local.length > longestLocalPart ? address : `${local}@${domainOf(address)}`;
}

/** What the token of an address names; null where it carries none. */
export function readSignedAddress(
  appSecret: string,
  address: string,
  now: Date,
): { use: AddressUse; id: Result<number, 'changed' | 'expired'> } | null {
  const [, , letter = '', token = ''] = form.exec(localPartOf(address)) ?? [];
  if (token === '') return null;
  const use = letter.toLowerCase() === letters.delivery ? 'delivery' : 'message';
  return { use, id: readNumber(appSecret, purposeOf(use), token, { now, lifeDays: lifeDays[use] }) };
}

/** The address without a token of ours, whether or not that is genuine; any other `+` stays. */
export function withoutToken(address: string): string {
  const base = form.exec(localPartOf(address))?.[1];
  return base === undefined ? address : `${base}@${domainOf(address)}`;
}

function purposeOf(use: AddressUse): string {
  return `address-${use}`;
}
