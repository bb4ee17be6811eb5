import type { Actor } from '#lib/db/context.ts';

/** The addresses of mails that bring somebody in or give them a new password, and the token at their end. */
const oneTimeLink = /(\/(?:invitation|reset-password)\/)[\w-]{16,}/g;
/** What an address holds that lets its reader in: tokens of any kind after the host. */
const addressWithToken = /\bhttps?:\/\/[^\s"'<>()]+/g;
const token = /[\w~%+-]{24,}(?:\.[\w~%+-]{16,})*/g;

/**
 * Whether an actor may read links that work once. A program holds a key for what it is to do: only one that may set
 * passwords anyhow (`users:write`) sees links that do the same. People see what they see on their screen.
 */
export function seesOneTimeLinks({ kind, scopes }: Pick<Actor, 'kind' | 'scopes'>): boolean {
  return kind !== 'api_key' || scopes.includes('*') || scopes.includes('users:write');
}

/** Whether a text holds a link that works once. */
export function hasOneTimeLink(text: string): boolean {
  return text.search(oneTimeLink) >= 0;
}

/** A text with the tokens of links that work once left out. */
export function maskOneTimeLinks(text: string): string {
  return text.replace(oneTimeLink, '$1(hidden)');
}

/** A text with every token in an address left out, whatever it opens: for what is given to strangers. */
export function maskAddresses(text: string): string {
  return maskOneTimeLinks(text).replace(addressWithToken, (address) => {
    const path = address.indexOf('/', 8);
    return path < 0 ? address : address.slice(0, path) + address.slice(path).replace(token, '(hidden)');
  });
}
