import { cleanSubject } from '#lib/mail/message/headers.ts';
import { escapeHtml } from '#lib/mail/message/html.ts';

/** What a mail to administrators says of one alert. */
export interface MailedAlert {
  title: string;
  detail: string;
  link: string | null;
  createdAt: Date;
}

/** Alerts a mail names; of the others it tells the number. */
const mostNamed = 20;

/** One mail about everything that has gone wrong since the last one. */
export function alertMail(alerts: MailedAlert[], baseUrl: string): { subject: string; html: string; text: string } {
  const [first] = alerts;
  const subject =
    alerts.length === 1 && first
      ? `Alert: ${first.title}`
      : `${alerts.length} alerts: ${first?.title ?? ''} and others`;
  const named = alerts.slice(0, mostNamed);
  const rest = alerts.length - named.length;
  const more = rest > 0 ? `${rest} more stand under the bell at the top of every page.` : '';
  const closing = `You get this mail because you administer this installation. Alerts that end within two minutes are not mailed; under Preferences you choose whether you get these mails: ${baseUrl}/settings/preferences`;
  const text = [...named.map((alert) => asText(alert, baseUrl)), more, closing].filter(Boolean).join('\n\n');
  const html = [...named.map((alert) => asHtml(alert, baseUrl)), more && line(more), line(closing, smallPrint)].join(
    '',
  );
  // Titles hold names that people gave; a line break in one of them would refuse the mail about all.
  return { subject: cleanSubject(subject), html: `<div style="${letter}">${html}</div>`, text };
}

const letter =
  'font-family:Inter,Helvetica,Arial,sans-serif;font-size:15px;line-height:1.6;color:#27272a;max-width:560px';
const smallPrint = 'font-size:13px;color:#71717a';

function asText({ title, detail, link, createdAt }: MailedAlert, baseUrl: string): string {
  return [title, `Since ${since(createdAt)}.`, detail, link && `${baseUrl}${link}`].filter(Boolean).join('\n');
}

function asHtml({ title, detail, link, createdAt }: MailedAlert, baseUrl: string): string {
  const button = link ? `<p style="margin:0 0 24px"><a href="${escapeHtml(baseUrl + link)}">Open it</a></p>` : '';
  return [
    line(title, 'font-weight:600;margin-bottom:4px'),
    line(`Since ${since(createdAt)}`, smallPrint),
    line(detail),
    button,
  ].join('');
}

function line(words: string, style = ''): string {
  return `<p style="margin:0 0 16px;${style}">${escapeHtml(words)}</p>`;
}

function since(moment: Date): string {
  return `${moment.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
