/**
 * Whether a request was made by a page of ours: its Origin is PUBLIC_URL, or the very host it was sent to (the console
 * opened under another name of this machine). Requests without Origin are judged by Sec-Fetch-Site.
 */
export function isOwnOrigin(headers: Headers, publicUrl: string): boolean {
  const origin = headers.get('origin');
  if (!origin) return headers.get('sec-fetch-site') === 'same-origin';
  if (!URL.canParse(origin)) return false;
  return origin === new URL(publicUrl).origin || new URL(origin).host === headers.get('host');
}
