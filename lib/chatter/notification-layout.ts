import { escapeHtml } from '#lib/mail/message/html.ts';

/** What stands around the text of a message when it goes out by mail. */
export interface LayoutParts {
  /** Sanitised. */
  bodyHtml: string;
  /** Sanitised; null: none. */
  signatureHtml: string | null;
  /** First words, shown by mailboxes beside the subject. */
  preview: string;
  recordName: string;
  companyName: string | null;
  internal: boolean;
}

/** Parts that differ from recipient to recipient are filled in when each copy is made. */
export const actionPlaceholder = '{{pw_action}}';
export const footerPlaceholder = '{{pw_footer}}';
export const textActionPlaceholder = '{{pw_action_text}}';

const font = "font-family:Inter,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
/** After the preview, so that mailboxes do not go on with the text below. */
const padding = '&#8199;&#65279;&#847; '.repeat(60);

/** The HTML of a notification: one column of at most 600 px that every mail client lays out alike. */
export function notificationLayout(parts: LayoutParts): string {
  const note = parts.internal
    ? '<p style="margin:0 0 12px;font-size:12px;color:#92400e">Internal note: not seen by customers</p>'
    : '';
  const signature = parts.signatureHtml
    ? `<div style="margin-top:20px;color:#525252;font-size:13px">${parts.signatureHtml}</div>`
    : '';
  const company = parts.companyName ? escapeHtml(parts.companyName) : '';
  return `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(parts.recordName)}</title></head>
<body style="margin:0;padding:0;background-color:#f5f5f5">
<div style="display:none;max-height:0;overflow:hidden">${escapeHtml(parts.preview)} ${padding}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background-color:#f5f5f5"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px;background-color:#ffffff;border:1px solid #e5e5e5;border-radius:8px"><tr><td style="padding:24px;${font};font-size:14px;line-height:1.6;color:#171717">
${actionPlaceholder}${note}<div>${parts.bodyHtml}</div>${signature}
</td></tr></table>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px"><tr><td style="padding:12px 24px;${font};font-size:12px;line-height:1.5;color:#737373">${company}${footerPlaceholder}</td></tr></table>
</td></tr></table>
</body>
</html>`;
}

/** The button that opens the document, with the document's name beside it. */
export function actionHtml(label: string, url: string, recordName: string): string {
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin-bottom:20px;border-bottom:1px solid #e5e5e5"><tr>
<td style="padding-bottom:16px"><a href="${escapeHtml(url)}" style="display:inline-block;padding:8px 14px;border-radius:8px;background-color:#7c3aed;color:#ffffff;text-decoration:none;font-weight:600">View ${escapeHtml(label)}</a></td>
<td align="right" style="padding-bottom:16px;color:#525252">${escapeHtml(recordName)}</td></tr></table>`;
}

/** The line that lets a colleague stop these mails; the page behind it asks before it acts. */
export function unfollowHtml(url: string): string {
  return ` &middot; <a href="${escapeHtml(url)}" style="color:#737373">Unfollow</a>`;
}
