import { parseMail } from '../parse/parse-mail.ts';
import type { MailHeader } from '../parse/parsed-mail.ts';

/** What a screen shows of a raw mail besides its page: without the bytes of its files. */
export interface ShownMail {
  /** Sanitised; pictures from outside in place. */
  html: string | null;
  text: string;
  headers: MailHeader[];
  attachments: { filename: string; contentType: string; size: number; inline: boolean }[];
}

/** Reads a raw mail for a screen. */
export async function shownMail(raw: Uint8Array): Promise<ShownMail> {
  const { html, text, headers, attachments } = await parseMail(raw);
  return {
    html,
    text,
    headers,
    attachments: attachments.map(({ filename, contentType, size, inline }) => ({
      filename,
      contentType,
      size,
      inline,
    })),
  };
}
