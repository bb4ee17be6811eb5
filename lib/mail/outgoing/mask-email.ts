import { maskOneTimeLinks, seesOneTimeLinks } from '#lib/auth/one-time-links.ts';
import type { Actor } from '#lib/db/context.ts';

/** Of a mail, what may hold a link: its bodies. */
interface Bodies {
  bodyHtml: string;
  bodyText: string | null;
}

/** A mail as an actor may read it. */
export function maskedFor<Mail extends Bodies>(actor: Actor, mail: Mail): Mail {
  return seesOneTimeLinks(actor) ? mail : maskBodies(mail, maskOneTimeLinks);
}

/** A mail with its bodies rewritten. */
export function maskBodies<Mail extends Bodies>(mail: Mail, mask: (text: string) => string): Mail {
  const { bodyHtml, bodyText } = mail;
  return { ...mail, bodyHtml: mask(bodyHtml), bodyText: bodyText === null ? null : mask(bodyText) };
}
