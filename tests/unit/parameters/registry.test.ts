import { describe, expect, test } from 'vitest';
import { definitionOf, isSecretKey, parameterKeys } from '#lib/parameters/registry.ts';

const accepted: [key: string, text: string, stored: string][] = [
  ['mail.catchall.domain', 'MyCompany.Example', 'mycompany.example'],
  ['mail.catchall.domain', 'bücher.example', 'xn--bcher-kva.example'],
  ['mail.catchall.domain', '', ''],
  ['mail.catchall.alias', 'Catchall', 'catchall'],
  ['mail.bounce.alias', 'bounce-2', 'bounce-2'],
  ['mail.default.from', 'notifications', 'notifications'],
  ['mail.default.from', 'Office@MyCompany.example', 'office@mycompany.example'],
  ['mail.catchall.domain.allowed', 'A.example, b.example a.example', 'a.example,b.example'],
  ['mail.catchall.domain.allowed', '', ''],
  ['mail.bounce.verp', 'True', 'on'],
  ['mail.bounce.verp', '0', 'off'],
  ['mail.gateway.loop.minutes', ' 60 ', '60'],
  ['mail.mail.force.send.limit', '0', '0'],
  ['mail.daily.limit', '', ''],
  ['mail.daily.limit', '200', '200'],
  ['perfectwork.edition', 'online', 'online'],
  ['perfectwork.spf.include', '_spf.provider.example', '_spf.provider.example'],
  ['mail.oauth.google.client_id', ' 12-ab.apps.googleusercontent.com ', '12-ab.apps.googleusercontent.com'],
  ['mail.oauth.microsoft.client_secret', 'Q~8.x_y-z', 'Q~8.x_y-z'],
  ['mail.oauth.google.client_secret', '', ''],
  ['web.base.url', 'https://mail.mycompany.example/', 'https://mail.mycompany.example'],
];

const refused: [key: string, text: string, rule: RegExp][] = [
  ['mail.catchall.domain', 'localhost', /domain such as/],
  ['mail.catchall.domain', 'my company.example', /domain such as/],
  ['mail.catchall.domain', '-a.example', /domain such as/],
  ['mail.catchall.alias', 'catch all', /before the @/],
  ['mail.catchall.alias', 'a@b.example', /before the @/],
  ['mail.catchall.alias', '', /before the @/],
  ['mail.bounce.alias', 'a..b', /before the @/],
  ['mail.default.from', 'office@', /full address/],
  ['mail.default.from', 'a\r\nBcc: x@y.example', /full address/],
  ['mail.catchall.domain.allowed', 'a.example, nonsense', /"nonsense" is none/],
  ['mail.catchall.domain.allowed', ', ,', /name a domain, or be empty/],
  ['mail.bounce.verp', 'maybe', /on or off/],
  ['mail.gateway.loop.minutes', '0', /from 1 to 10080/],
  ['mail.gateway.loop.minutes', '1.5', /whole number/],
  ['mail.gateway.loop.threshold', 'many', /whole number/],
  ['mail.gateway.loop.threshold', '', /whole number/],
  ['mail.daily.limit', '-1', /from 0/],
  ['base.default_max_email_size', '5000', /from 1 to 1024/],
  ['perfectwork.edition', 'cloud', /one of: on_premise, online, sh/],
  ['perfectwork.plan', '', /one of/],
  ['mail.oauth.microsoft.client_id', 'my app', /id without spaces/],
  ['mail.oauth.microsoft.tenant', '', /id without spaces/],
  ['mail.oauth.google.client_secret', 'two words', /one word/],
  ['web.base.url', 'javascript:alert(1)', /address such as/],
  ['web.base.url', 'https://user@host.example', /address such as/],
];

describe('A parameter is read as its type and stored in one spelling', () => {
  test.each(accepted)('%s = %j is stored as %j', (key, text, stored) => {
    const kind = definitionOf(key)?.kind;
    const parsed = kind?.parse(text);
    expect(parsed).toMatchObject({ ok: true });
    expect(parsed?.ok && kind?.format(parsed.value)).toBe(stored);
  });
});

describe('A bad value is refused with the rule it breaks', () => {
  test.each(refused)('%s = %j', (key, text, rule) => {
    const parsed = definitionOf(key)?.kind.parse(text);
    expect(parsed).toMatchObject({ ok: false, reason: expect.stringMatching(rule) });
  });
});

test.each(parameterKeys)('the default of %s obeys its own rule', (key) => {
  const definition = definitionOf(key);
  const text = definition?.kind.format(definition.defaultValue) ?? '';
  expect(definition?.kind.parse(text)).toEqual({ ok: true, value: definition?.defaultValue });
});

test('keys of the user that hold secrets are told by their name', () => {
  expect(['google.client.secret', 'smtp_password', 'api.token'].every(isSecretKey)).toBe(true);
  expect(isSecretKey('mail.oauth.google.client_secret')).toBe(true);
  expect(['mail.reply.token', 'colour', 'token.lifetime'].some(isSecretKey)).toBe(false);
});
