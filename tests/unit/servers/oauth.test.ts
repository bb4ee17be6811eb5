import { describe, expect, it } from 'vitest';
import { classifyReply } from '#lib/mail/outgoing/verdict/classify-reply.ts';
import { explainReply } from '#lib/mail/outgoing/verdict/explain-reply.ts';
import { explainOauthError } from '#lib/mail/servers/oauth/explain-oauth-error.ts';
import { earlyWarning, grantExpiry } from '#lib/mail/servers/oauth/grant-life.ts';
import { oauthEndpoints, providerOfHost } from '#lib/mail/servers/oauth/providers.ts';
import { readAccount } from '#lib/mail/servers/oauth/read-account.ts';
import { outgoingPresets } from '#lib/mail/servers/outgoing-presets.ts';

describe('An error of a provider says whose turn it is', () => {
  it.each([
    ['refused', 'access_denied', '', /was refused at Microsoft/],
    [
      'refused',
      'access_denied',
      'AADSTS90094: The grant requires admin permission.',
      /administrator of the organisation/,
    ],
    ['refused', 'access_denied', 'AADSTS65004: User declined to consent', /was refused/],
    ['refused', 'invalid_grant', 'Token has been expired or revoked.', /withdrawn .* or has expired/],
    ['refused', 'invalid_grant', 'AADSTS700082: The refresh token has expired due to inactivity.', /not used for long/],
    ['refused', 'invalid_grant', 'AADSTS50173: The provided grant has expired', /password was changed/],
    ['refused', 'invalid_grant', 'AADSTS50076: you must use multi-factor authentication', /second factor/],
    ['refused', 'invalid_grant', 'AADSTS65001: The user has not consented', /never given/],
    ['settings', 'invalid_client', 'AADSTS7000215: Invalid client secret provided', /client ID and secret/],
    [
      'settings',
      'invalid_client',
      'AADSTS7000222: The provided client secret keys are expired',
      /has expired at Microsoft/,
    ],
    ['settings', 'unauthorized_client', 'AADSTS700016: Application not found in the directory', /another organisation/],
    ['settings', 'invalid_scope', '', /permission named/],
    ['temporary', 'network', 'connect ECONNREFUSED', /just now/],
    ['temporary', 'status 503', '', /just now/],
    ['temporary', 'temporarily_unavailable', '', /tried again by itself/],
    ['temporary', 'something_new', 'AADSTS999', /something_new/],
  ])('%s: %s %s', (kind, error, description, words) => {
    expect(explainOauthError('microsoft', { error, description })).toEqual({
      kind,
      words: expect.stringMatching(words),
    });
  });
});

describe('The life of a grant', () => {
  const now = new Date('2026-11-20T12:00:00Z');
  const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);
  const grant = { provider: 'google' as const, account: 'anna@mycompany.example', lastError: null, refreshedAt: now };

  it('ends when the provider says so; at Microsoft after 90 days without use', () => {
    expect(grantExpiry('google', { grantExpiresIn: 604_800 }, now)).toEqual(inDays(7));
    expect(grantExpiry('google', { grantExpiresIn: null }, now)).toBeNull();
    expect(grantExpiry('microsoft', { grantExpiresIn: null }, now)).toEqual(inDays(90));
  });

  it.each([
    [inDays(7), null, now, null],
    [inDays(2.5), null, now, /ends in 2 days/],
    [inDays(0.5), null, now, /ends within a day/],
    [null, 'Google is away', inDays(-0.01), null],
    [null, 'Google is away', inDays(-0.1), /could not be renewed since .*Google is away/],
  ])('ends %s, last error %s: warning', (grantExpiresAt, lastError, refreshedAt, words) => {
    const warning = earlyWarning({ ...grant, grantExpiresAt, lastError, refreshedAt }, now);
    if (words) expect(warning).toMatch(words);
    else expect(warning).toBeNull();
  });
});

describe('A sign-in with a connected account that fails', () => {
  const failure = { stage: 'auth' as const, oauth: true as const };

  it.each([
    ['EOAUTHENDED', null, 'oauth-ended', true],
    ['EOAUTH', null, 'oauth-temporary', false],
    [null, '535 5.7.3 Authentication unsuccessful', 'oauth-refused', true],
    [
      null,
      '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled',
      'office365-smtp-auth-off',
      true,
    ],
    [null, '454 4.7.0 Temporary authentication failure', 'auth-temporary', false],
    ['ECONNRESET', null, 'lost-connection', false],
  ])('%s %s is %s; the mail waits, and the breaker opens at once: %s', (networkCode, reply, rule, opensBreaker) => {
    const facts = { ...failure, networkCode, reply, message: 'words' };
    expect(explainReply(facts).rule).toBe(rule);
    expect(classifyReply(facts)).toMatchObject({ fault: 'server', next: 'wait', opensBreaker });
  });
});

it('reads who consented from an ID token made for us, and from no other', () => {
  const token = (claims: object) => `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.y`;
  const anna = { email: 'Anna@MyCompany.example', preferred_username: 'anna@mycompany.example' };
  expect(readAccount(token({ ...anna, aud: 'us' }), 'us')).toEqual(['anna@mycompany.example']);
  expect(readAccount(token({ ...anna, aud: 'others' }), 'us')).toEqual([]);
  expect(readAccount('nonsense', 'us')).toEqual([]);
  expect(readAccount(null, 'us')).toEqual([]);
});

it('knows the endpoints of the providers, and moves them where the operator says so', () => {
  const env = { oauthGoogleUrl: undefined, oauthMicrosoftUrl: 'http://127.0.0.1:4000' };
  expect(oauthEndpoints('google', 'common', env)).toEqual({
    authorize: 'https://accounts.google.com/o/oauth2/v2/auth',
    token: 'https://oauth2.googleapis.com/token',
  });
  expect(oauthEndpoints('microsoft', 'my/tenant', env).token).toBe(
    'http://127.0.0.1:4000/my%2Ftenant/oauth2/v2.0/token',
  );
});

it('every preset with a connected account stands on a host of its provider, and sends as its user only', () => {
  const presets = outgoingPresets.filter(({ authentication }) => authentication === 'oauth2');
  expect(presets.map(({ key }) => key)).toEqual(['gmail', 'office365', 'outlook']);
  for (const { host, oauthProvider, filterIsUsername, encryption } of presets) {
    expect(providerOfHost(host, 'smtp')).toBe(oauthProvider);
    expect({ filterIsUsername, encryption }).toEqual({ filterIsUsername: true, encryption: 'starttls_strict' });
  }
});
