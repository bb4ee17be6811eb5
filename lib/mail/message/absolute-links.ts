const relativeLink = /(\s(?:href|src)\s*=\s*["'])\/(?![/\\])/gi;

/** Whether a text links to pages of our own by their path alone, which means nothing in a mailbox. */
export function hasRelativeLinks(html: string): boolean {
  return html.search(relativeLink) >= 0;
}

/**
 * Links and pictures of our own with the address in front.
 * @param baseUrl without a slash at the end
 */
export function absoluteLinks(html: string, baseUrl: string): string {
  return html.replace(relativeLink, (_whole, before: string) => `${before}${baseUrl}/`);
}
