import { describe, expect, it } from 'vitest';
import { checkRecipient, type RecipientFacts } from '#lib/mail/incoming/listen/check-recipient.ts';

const facts: RecipientFacts = {
  domains: [{ domain: 'north.example', catchall: 'catchall', bounce: 'bounce' }],
  platformDomain: 'north.platform.example',
  allowedDomains: ['old.example'],
  senders: ['notifications@north.example'],
  aliases: [
    { name: 'sales', domain: 'north.example', localPartDetection: false },
    { name: 'help', domain: null, localPartDetection: true },
    { name: 'a+b', domain: 'north.example', localPartDetection: false },
  ],
  handedOver: [
    { id: 7, address: 'info@shop.example' },
    { id: 8, address: null },
  ],
};

describe('a recipient named to the listener', () => {
  it.each([
    ['an alias', 'sales@north.example', 'sales@north.example'],
    ['in whatever case', 'SALES@North.Example', 'sales@north.example'],
    ['of the platform domain', 'sales@north.platform.example', 'sales@north.platform.example'],
    ['with a word after the plus', 'sales+fair@north.example', 'sales@north.example'],
    ['an alias with a plus of its own', 'a+b@north.example', 'a+b@north.example'],
    ['a local part at a further domain', 'help@old.example', 'help@old.example'],
    ['the catchall', 'catchall@north.example', 'catchall@north.example'],
    ['the catchall with a token', 'catchall+t.0k3n@north.example', 'catchall+t.0k3n@north.example'],
    ['the bounce address with a token', 'bounce+t0k3n@north.example', 'bounce+t0k3n@north.example'],
    ['the catchall of the platform', 'catchall@north.platform.example', 'catchall@north.platform.example'],
    ['whom we write from', 'notifications@north.example', 'notifications@north.example'],
    ['the address of an incoming server', 'info@shop.example', 'info@shop.example'],
  ])('is taken: %s', (_name, given, address) => {
    expect(checkRecipient(given, facts)).toMatchObject({ ok: true, value: { address } });
  });

  it.each([
    ['nobody of ours', 'nobody@north.example', 'unknown_address'],
    ['nobody with a plus', 'nobody+sales@north.example', 'unknown_address'],
    ['only a plus', '+sales@north.example', 'unknown_address'],
    ['nobody at the platform', 'nobody@north.platform.example', 'unknown_address'],
    ['nobody at a further domain', 'sales@old.example', 'unknown_address'],
    ['nobody beside a mailbox', 'boss@shop.example', 'unknown_address'],
    ['an alias of another domain', 'sales@elsewhere.example', 'foreign_domain'],
    ['a local part at a domain that is not listed', 'help@elsewhere.example', 'foreign_domain'],
    ['a domain below ours', 'sales@deep.north.example', 'foreign_domain'],
    ['an address without a domain', 'postmaster', 'foreign_domain'],
    ['a route through us', '@north.example:mary@elsewhere.example', 'foreign_domain'],
    ['the old percent way', 'mary%elsewhere.example@north.example', 'unknown_address'],
  ])('is refused: %s', (_name, given, reason) => {
    expect(checkRecipient(given, facts)).toEqual({ ok: false, reason });
  });

  it('belongs to the incoming server of its address, else to the one for any', () => {
    const serverOf = (address: string) => {
      const found = checkRecipient(address, facts);
      return found.ok && found.value.serverId;
    };
    expect(serverOf('info+shop@shop.example')).toBe(7);
    expect(serverOf('sales@north.example')).toBe(8);
  });
});
