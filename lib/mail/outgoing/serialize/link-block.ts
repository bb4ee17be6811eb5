import { escapeHtml } from '#lib/mail/message/html.ts';

/** A file that is fetched by its link instead of travelling with the mail. */
export interface DownloadLink {
  name: string;
  /** Bytes. */
  size: number;
  url: string;
  expiresAt: Date;
}

const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** The links below the text of a mail, within its HTML document where it is one. */
export function withLinkBlock(html: string, links: DownloadLink[]): string {
  if (links.length === 0) return html;
  const items = links.map(
    (link) =>
      `<li style="margin:4px 0"><a href="${escapeHtml(link.url)}">${escapeHtml(link.name)}</a> (${sizeInWords(link.size)}, available until ${date.format(link.expiresAt)})</li>`,
  );
  const block = `<div style="margin:24px auto 0;max-width:600px;padding:12px 16px;border:1px solid #e5e5e5;border-radius:8px;background-color:#ffffff;color:#171717;font-family:sans-serif;font-size:13px;line-height:1.5"><p style="margin:0 0 4px">${introduction(links)}</p><ul style="margin:0;padding-left:20px">${items.join('')}</ul></div>`;
  const end = html.toLowerCase().lastIndexOf('</body>');
  return end < 0 ? html + block : html.slice(0, end) + block + html.slice(end);
}

/** The same for the plain text. */
export function withTextLinks(text: string, links: DownloadLink[]): string {
  if (links.length === 0) return text;
  const items = links.map(
    (link) =>
      `- ${link.name} (${sizeInWords(link.size)}, available until ${date.format(link.expiresAt)}):\n  ${link.url}`,
  );
  return `${text}\n\n${introduction(links)}\n${items.join('\n')}\n`;
}

function introduction(links: DownloadLink[]): string {
  return links.length === 1
    ? 'This file is too large for an email. Download it here:'
    : 'These files are too large for an email. Download them here:';
}

function sizeInWords(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1000))} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
