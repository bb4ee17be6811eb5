import { expect, it } from 'vitest';
import { shortReason } from '#app/(console)/technical/emails/short-reason.ts';

it.each([
  [
    'a refused address',
    'mail.customer.example refused the address mary@customer.example (550 5.1.1 no such user). There is no such mailbox. Check the address.',
    'There is no such mailbox. Check the address. (550 5.1.1)',
  ],
  [
    'a mail put off, with brackets and full stops in the reply',
    '127.0.0.1 put off the mail (451 busy (queue). try later). The server cannot take it just now. It is tried again by itself.',
    'The server cannot take it just now. It is tried again by itself. (451)',
  ],
  [
    'a server that could not be reached',
    'mail.customer.example: Nothing accepts connections on this port. Check host and port.',
    'mail.customer.example: Nothing accepts connections on this port. Check host and port.',
  ],
  ['a reason without any server', 'No address to send to.', 'No address to send to.'],
])('the reason of %s fits a column', (_, reason, short) => {
  expect(shortReason(reason)).toBe(short);
});
