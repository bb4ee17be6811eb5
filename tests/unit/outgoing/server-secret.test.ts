import { expect, test } from 'vitest';
import { assertSecretStaysHome } from '#lib/mail/servers/server-secret.ts';

const before = { host: 'smtp.mycompany.example', passwordSetAt: new Date() };

test('a stored password is not taken along to another host', () => {
  expect(() => assertSecretStaysHome(before, { host: 'smtp.elsewhere.example' })).toThrow(/Enter the password again/);
});

test.each([
  ['the same host in other letters', before, { host: 'SMTP.mycompany.example' }],
  ['a change of something else', before, {}],
  ['a new password with the new host', before, { host: 'smtp.elsewhere.example', password: 'new' }],
  ['a server without a password', { ...before, passwordSetAt: null }, { host: 'smtp.elsewhere.example' }],
  ['a new server', null, { host: 'smtp.elsewhere.example' }],
])('%s is fine', (_, stored, change) => {
  expect(() => assertSecretStaysHome(stored, change)).not.toThrow();
});
