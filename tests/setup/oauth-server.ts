import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the provider behaves; may be changed while it runs. */
export interface OauthScript {
  /** Who is signed in at the provider and consents. Default: whoever the client hinted at. */
  account?: string;
  /** The authorization endpoint sends the browser back with this error. */
  refuse?: { error: string; description?: string };
  /** No refresh token is handed out, as Google does for an account that consented before. */
  withholdRefreshToken?: boolean;
  /** Seconds until the grant ends, said with the tokens, as Google does for applications in testing. */
  grantSeconds?: number;
  /** Seconds an access token lasts; default 3600. */
  accessSeconds?: number;
  /** What was allowed in the end; default: all that was asked. */
  scope?: string;
  /** The token endpoint answers with this status and nothing useful. */
  outage?: number;
  /** How long the token endpoint takes, in milliseconds. */
  delayMs?: number;
  /** A page with a button stands at the authorization endpoint, for a browser; otherwise it sends back at once. */
  page?: boolean;
}

export interface OauthServer {
  url: string;
  clientId: string;
  clientSecret: string;
  script: OauthScript;
  /** Refreshes that succeeded. */
  refreshes: number;
  /** Requests to the token endpoint, as they came. */
  tokenRequests: Record<string, string>[];
  /** Whose a token is, while it is valid. */
  accountOf(accessToken: string): string | null;
  /** The mail server does not know these tokens any more; the provider still thinks them valid. */
  forgetAccessTokens(): void;
  /** The account withdrew its permission. */
  revoke(account: string): void;
  /** What a browser does at an address of the authorization endpoint: the query it is sent back with. */
  consent(url: string): Promise<URLSearchParams>;
  stop(): Promise<void>;
}

interface Grant {
  account: string;
  clientId: string;
  scope: string;
  refreshToken: string;
}

interface Code extends Omit<Grant, 'refreshToken'> {
  redirectUri: string;
  challenge: string;
}

/**
 * A provider as Google and Microsoft document theirs: authorization code with PKCE (RFC 7636), codes good for one use,
 * refresh tokens that Microsoft's path replaces at each use and Google's keeps, errors as RFC 6749 section 5.2 wants.
 */
export async function startOauthServer(script: OauthScript = {}, port = 0): Promise<OauthServer> {
  const codes = new Map<string, Code>();
  const grants = new Map<string, Grant>();
  const access = new Map<string, { account: string; until: number }>();
  const self: OauthServer = {
    url: '',
    clientId: `client-${randomBytes(4).toString('hex')}`,
    clientSecret: `secret-${randomBytes(8).toString('hex')}`,
    script,
    refreshes: 0,
    tokenRequests: [],
    accountOf: (token) => {
      const known = access.get(token);
      return known && known.until > Date.now() ? known.account : null;
    },
    forgetAccessTokens: () => access.clear(),
    revoke: (account) => {
      for (const [token, grant] of grants) if (grant.account === account) grants.delete(token);
      for (const [token, known] of access) if (known.account === account) access.delete(token);
    },
    consent: async (url) => {
      const response = await fetch(url, { redirect: 'manual' });
      const location = response.headers.get('location');
      if (!location) throw new Error(`the provider did not send back: ${response.status} ${await response.text()}`);
      return new URL(location).searchParams;
    },
    stop: async () => undefined,
  };

  const authorize = (url: URL, response: ServerResponse) => {
    const asked = (name: string) => url.searchParams.get(name) ?? '';
    const isComplete = asked('client_id') === self.clientId && asked('response_type') === 'code';
    if (!isComplete || !asked('redirect_uri') || asked('code_challenge_method') !== 'S256') {
      return answer(response, 400, 'this request is not complete', 'text/plain');
    }
    if (self.script.page && asked('agreed') !== '1') return answer(response, 200, consentPage(url), 'text/html');
    const back = new URL(asked('redirect_uri'));
    back.searchParams.set('state', asked('state'));
    if (self.script.refuse) {
      back.searchParams.set('error', self.script.refuse.error);
      back.searchParams.set('error_description', self.script.refuse.description ?? '');
    } else {
      const code = randomBytes(16).toString('hex');
      codes.set(code, {
        account: self.script.account ?? asked('login_hint'),
        clientId: asked('client_id'),
        scope: self.script.scope ?? asked('scope'),
        redirectUri: asked('redirect_uri'),
        challenge: asked('code_challenge'),
      });
      back.searchParams.set('code', code);
    }
    response.writeHead(302, { location: back.href }).end();
  };

  const token = async (request: IncomingMessage, response: ServerResponse, rotates: boolean) => {
    const form = Object.fromEntries(new URLSearchParams(await bodyOf(request)));
    self.tokenRequests.push(form);
    await new Promise((resolve) => setTimeout(resolve, self.script.delayMs ?? 0));
    if (self.script.outage) return answer(response, self.script.outage, 'try later', 'text/plain');
    if (form.client_id !== self.clientId || form.client_secret !== self.clientSecret) {
      return refuse(response, 401, 'invalid_client', 'AADSTS7000215: Invalid client secret provided.');
    }
    const grant = form.grant_type === 'refresh_token' ? refreshed(form, rotates) : redeemed(form);
    if (!grant) return refuse(response, 400, 'invalid_grant', 'Token has been expired or revoked.');
    const accessToken = randomBytes(24).toString('base64url');
    const seconds = self.script.accessSeconds ?? 3600;
    access.set(accessToken, { account: grant.account, until: Date.now() + seconds * 1000 });
    const isFirst = form.grant_type === 'authorization_code';
    const showsRefreshToken = (isFirst || rotates) && !self.script.withholdRefreshToken;
    const tokens = {
      token_type: 'Bearer',
      access_token: accessToken,
      expires_in: seconds,
      scope: grant.scope,
      ...(showsRefreshToken ? { refresh_token: grant.refreshToken } : {}),
      ...(self.script.grantSeconds ? { refresh_token_expires_in: self.script.grantSeconds } : {}),
      ...(isFirst ? { id_token: idToken(grant) } : {}),
    };
    answer(response, 200, JSON.stringify(tokens), 'application/json');
  };

  const redeemed = (form: Record<string, string>): Grant | null => {
    const code = codes.get(form.code ?? '');
    codes.delete(form.code ?? '');
    const challenge = createHash('sha256')
      .update(form.code_verifier ?? '')
      .digest('base64url');
    if (!code || code.challenge !== challenge || code.redirectUri !== form.redirect_uri) return null;
    const grant = { ...code, refreshToken: randomBytes(24).toString('base64url') };
    grants.set(grant.refreshToken, grant);
    return grant;
  };

  const refreshed = (form: Record<string, string>, rotates: boolean): Grant | null => {
    const grant = grants.get(form.refresh_token ?? '');
    if (!grant) return null;
    self.refreshes += 1;
    if (!rotates) return grant;
    grants.delete(grant.refreshToken);
    const next = { ...grant, refreshToken: randomBytes(24).toString('base64url') };
    grants.set(next.refreshToken, next);
    return next;
  };

  /** Where a mail server asks whose a token is. */
  const tokenInfo = (url: URL, response: ServerResponse) => {
    const account = self.accountOf(url.searchParams.get('access_token') ?? '');
    if (account) answer(response, 200, JSON.stringify({ email: account, active: 'true' }), 'application/json');
    else refuse(response, 400, 'invalid_token', 'Invalid Value');
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', self.url);
    if (/^\/o\/oauth2\/v2\/auth$|^\/[^/]+\/oauth2\/v2\.0\/authorize$/.test(url.pathname)) authorize(url, response);
    else if (url.pathname === '/token') void token(request, response, false);
    else if (/^\/[^/]+\/oauth2\/v2\.0\/token$/.test(url.pathname)) void token(request, response, true);
    else if (url.pathname === '/tokeninfo') tokenInfo(url, response);
    else answer(response, 404, 'nothing here', 'text/plain');
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  self.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  self.stop = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return self;
}

function consentPage(url: URL): string {
  const agreed = new URL(url);
  agreed.searchParams.set('agreed', '1');
  const account = quoted(url.searchParams.get('login_hint') ?? '');
  return `<!doctype html><title>Consent</title><link rel="icon" href="data:,"><h1>Allow access for ${account}?</h1><a href="${quoted(agreed.href)}">Allow</a>`;
}

function quoted(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
}

function idToken({ account, clientId }: Grant): string {
  const part = (data: object) => Buffer.from(JSON.stringify(data)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ aud: clientId, email: account, preferred_username: account })}.`;
}

function refuse(response: ServerResponse, status: number, error: string, description: string): void {
  answer(response, status, JSON.stringify({ error, error_description: description }), 'application/json');
}

function answer(response: ServerResponse, status: number, body: string, type: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const piece of request) body += piece;
  return body;
}
