/** Where to go after signing in: a page of ours, whatever the address says. */
export function safePath(asked: string | string[] | undefined): string {
  const first = Array.isArray(asked) ? asked[0] : asked;
  if (!first?.startsWith('/') || /^\/[/\\]|[\p{Cc}\\]/u.test(first)) return '/';
  return /^\/(sign-in|setup|api)(\/|\?|$)/.test(first) ? '/' : first;
}
