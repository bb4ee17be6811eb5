import { expect, test } from 'vitest';
import { chooseTestSender } from '#lib/mail/servers/choose-test-sender.ts';

const admin = 'admin@mycompany.example';
const ours = ['notifications@mycompany.example', 'office@second.example'];

test.each([
  ['its filter of domains', 'one.example, two.example', [], 'notifications@one.example'],
  ['its filter of domains, none of them ours', 'one.example, two.example', ours, 'notifications@one.example'],
  ['a full address among domains', 'one.example, full@two.example, three.example', ours, 'full@two.example'],
  ['the first of several full addresses', 'b@one.example, a@two.example', ours, 'b@one.example'],
  ['the email domain as its filter', 'mycompany.example', ours, 'notifications@mycompany.example'],
  ['the email domain of another company', 'second.example', ours, 'office@second.example'],
  ['the email domain second', 'one.example, mycompany.example', ours, 'notifications@mycompany.example'],
  ['the email domain in capitals', 'MyCompany.EXAMPLE', ours, 'notifications@mycompany.example'],
  ['a domain beyond ASCII', 'bücher.example', ours, 'notifications@xn--bcher-kva.example'],
  ['a blank filter', ' ', ours, admin],
  ['a filter of commas', ' , ,', ours, admin],
  ['no filter', null, ours, admin],
  ['no filter, asked by somebody without an address', null, ours, ours[0]],
  ['no filter, no address, no email domain', null, [], null],
] as [string, string | null, string[], string | null][])(
  'A server with %s is tried with %s',
  (name, fromFilter, defaultFroms, sender) => {
    const actorEmail = / no address|without an address/.test(name) ? null : admin;
    expect(chooseTestSender({ fromFilter, defaultFroms, actorEmail })).toBe(sender);
  },
);
