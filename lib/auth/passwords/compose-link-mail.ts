import { escapeHtml } from '#lib/mail/message/html.ts';

export interface LinkMail {
  subject: string;
  html: string;
  text: string;
}

interface LinkMailParts {
  subject: string;
  greeting: string;
  paragraphs: string[];
  button: string;
  link: string;
  closing: string;
}

/** The mail that brings a colleague in. @param days how long the link works */
export function composeInvitation(facts: { name: string; inviter: string; link: string; days: number }): LinkMail {
  return render({
    subject: `${facts.inviter} invites you to PerfectWORK Mail`,
    greeting: `Hello ${facts.name},`,
    paragraphs: [
      `${facts.inviter} has made an account for you in PerfectWORK Mail, where your company's conversations with customers live beside the documents they are about.`,
      'Choose a password and you can begin:',
    ],
    button: 'Choose a password',
    link: facts.link,
    closing: `The link works once and for ${facts.days} days. If you did not expect this mail, you need not do anything.`,
  });
}

/** The mail of a forgotten password. @param hours how long the link works */
export function composePasswordReset(facts: { name: string; link: string; hours: number }): LinkMail {
  const hours = facts.hours === 1 ? 'one hour' : `${facts.hours} hours`;
  return render({
    subject: 'Choose a new password for PerfectWORK Mail',
    greeting: `Hello ${facts.name},`,
    paragraphs: [
      'Somebody, hopefully you, asked for a new password for your account in PerfectWORK Mail. Choose it here:',
    ],
    button: 'Choose a new password',
    link: facts.link,
    closing: `The link works once and for ${hours}. If it was not you, ignore this mail: your password stays as it is.`,
  });
}

function render({ subject, greeting, paragraphs, button, link, closing }: LinkMailParts): LinkMail {
  const text = [greeting, ...paragraphs, link, closing].join('\n\n');
  const paragraph = (words: string, style = '') => `<p style="margin:0 0 16px;${style}">${escapeHtml(words)}</p>`;
  const href = escapeHtml(link);
  const html = [
    '<div style="font-family:Inter,Helvetica,Arial,sans-serif;font-size:15px;line-height:1.6;color:#27272a;max-width:520px">',
    paragraph(greeting),
    ...paragraphs.map((words) => paragraph(words)),
    `<p style="margin:0 0 24px"><a href="${href}" style="display:inline-block;background-color:#7c3aed;color:#ffffff;padding:10px 18px;border-radius:8px;text-decoration:none;font-weight:500">${escapeHtml(button)}</a></p>`,
    `<p style="margin:0 0 16px;font-size:13px;color:#71717a">Or open this address: <a href="${href}" style="color:#7c3aed">${href}</a></p>`,
    paragraph(closing, 'font-size:13px;color:#71717a'),
    '</div>',
  ].join('');
  return { subject, html, text };
}
