import { expect } from 'vitest';
import { bodyOf, type Json } from '../../setup/api-client.ts';
import { eventually } from '../../setup/eventually.ts';
import { type SampleMail, sampleMail } from '../../setup/sample-mail.ts';
import type { Company } from './company.ts';

/** A mail of a case: its sender is Mary of the case's number unless it names another. */
export interface CaseMail extends SampleMail {
  /** RCPT and MAIL FROM as the source tells them. */
  envelopeTo?: string;
  envelopeFrom?: string;
  /** As if this incoming server had fetched it. */
  serverId?: number;
  /** The whole mail, byte by byte, instead. */
  raw?: Uint8Array;
}

/** One row of a table: given, mails, expected. Numbers are those of the reference's section 4; letters mark our own. */
export interface WorkedCase {
  number: number | string;
  says: string;
  given?: (company: Company) => Promise<Json>;
  /** The last of several is the one judged. */
  mail: CaseMail | CaseMail[] | ((given: Json, company: Company) => CaseMail | CaseMail[]);
  /** Whatever is left out of it is not looked at, but for mail: what is not named must not have been sent. */
  expect: Partial<Seen> | ((given: Json, company: Company) => Partial<Seen>);
  /** Further facts, read back over HTTP. */
  afterwards?: (company: Company, given: Json, seen: Seen) => Promise<void>;
}

/** What became of a mail, as the API tells it. */
export interface Seen {
  outcome: string;
  /** One a route: `lead record_created`. */
  routes: string[];
  reason: Json;
  parsed: Json;
  /** The documents the routes went to. */
  documents: Json[];
  /** Posted by the last mail, one a route. */
  messages: Json[];
  /** Addresses that follow the first document, without Anna's and Erin's where they made it. */
  followers: string[];
  /** Who was told of the mail, `address by channel`. */
  notified: string[];
  /** Automatic answers. */
  answers: Json[];
}

/** Hands in the mails of a case, and compares what became of the last one. */
export async function runCase(company: Company, one: WorkedCase): Promise<void> {
  const { api } = company;
  const given = (await one.given?.(company)) ?? {};
  const mails = [typeof one.mail === 'function' ? one.mail(given, company) : one.mail].flat();
  for (const mail of mails.slice(0, -1)) bodyOf(await hand(company, mail, one.number));
  const before = await newestEmailId(company);
  const answer = bodyOf(await hand(company, mails.at(-1) as CaseMail, one.number));
  const seen = await look(company, answer, before);
  const wanted = typeof one.expect === 'function' ? one.expect(given, company) : one.expect;
  expect(seen).toMatchObject({ notified: [], answers: [], ...wanted });
  for (const { id } of seen.answers) expectAnswerOfMachine(await untilSent(company, id));
  await one.afterwards?.({ ...company, api }, given, seen);
}

export function hand({ api }: Company, mail: CaseMail, number: number | string) {
  const { envelopeTo, envelopeFrom, serverId, raw, ...sample } = mail;
  const from = `"Mary Customer" <mary.${number}@customer.example>`;
  const headers = {
    ...(envelopeTo === undefined ? {} : { 'x-envelope-to': envelopeTo }),
    ...(envelopeFrom === undefined ? {} : { 'x-envelope-from': envelopeFrom }),
  };
  const query = serverId === undefined ? '' : `?incomingServerId=${serverId}`;
  return api.gateway(raw ?? sampleMail({ from, to: 'sales@mycompany.example', ...sample }), headers, query);
}

async function newestEmailId({ api }: Company): Promise<number> {
  return bodyOf(await api.get('/emails?sort=-id&limit=1')).items[0]?.id ?? 0;
}

async function look(company: Company, answer: Json, before: number): Promise<Seen> {
  const { api } = company;
  const posted = answer.routes.filter((route: Json) => route.recordId !== null && route.messageId !== null);
  const pathOf = (route: Json) => `/records/${route.model}/${route.recordId}`;
  const messages = posted.map(async (route: Json) =>
    bodyOf(await api.get(`${pathOf(route)}/messages/${route.messageId}`)),
  );
  const documents = posted.map(async (route: Json) => bodyOf(await api.get(pathOf(route))));
  const followers = posted[0] ? bodyOf(await api.get(`${pathOf(posted[0])}/followers`)) : [];
  const told = (await Promise.all(messages)).flatMap((message) => message.envelope?.recipients ?? []);
  const sent = bodyOf(await api.get('/emails?sort=-id&limit=100')).items.filter((one: Json) => one.id > before);
  return {
    outcome: answer.outcome,
    routes: answer.routes.map((route: Json) => [route.model, route.outcome].filter(Boolean).join(' ')),
    reason: answer.reason,
    parsed: answer.parsed,
    documents: await Promise.all(documents),
    messages: await Promise.all(messages),
    followers: (followers.items ?? followers).map((one: Json) => one.email).toSorted(),
    notified: told.map((one: Json) => `${one.email} by ${one.channel}`).toSorted(),
    answers: await Promise.all(
      sent
        .filter((one: Json) => one.model === null && !one.to.includes('anna@'))
        .map(async ({ id }: Json) => bodyOf(await api.get(`/emails/${id}`))),
    ),
  };
}

/** The mail when it left, as the sandbox in the world's place took it. */
export async function untilSent({ api }: Company, id: number): Promise<Json> {
  return eventually(async () => {
    const email = bodyOf(await api.get(`/emails/${id}`));
    return email.state === 'sent' ? email : null;
  });
}

/** No machine may answer an answer of ours (RFC 3834 sections 3.1.7 and 3.3), and we know it when it comes back. */
function expectAnswerOfMachine(email: Json): void {
  expect(email.envelopeFrom).toBe('');
  expect(email.headers).toMatchObject({ 'Auto-Submitted': 'auto-replied' });
  expect(email.messageId).toContain('loop-detection-bounce');
  expect(email.headerFrom ?? email.from).toMatch(/^"?MAILER-DAEMON"? <bounce@/);
}
