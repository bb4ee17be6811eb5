import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiClient, bodyOf, type Json } from '../../setup/api-client.ts';
import { Dovecot } from '../../setup/dovecot.ts';
import { eventually } from '../../setup/eventually.ts';
import { type ReceivedMail, readMailbox, replyTo, submitMail } from '../../setup/mail-client.ts';
import { canRunPostfix, type Postfix, startPostfix } from '../../setup/postfix.ts';
import { type ProductWithApi, startProductWithApi } from '../../setup/product-with-api.ts';

const catchall = { domain: 'mycompany.example', mailbox: 'catchall@mycompany.example', people: ['anna'] };

describe.skipIf(!canRunPostfix)('a conversation over Postfix and Dovecot', () => {
  let running: ProductWithApi;
  let api: ApiClient;
  let dovecot: Dovecot;
  let postfix: Postfix;
  let incoming: Json;
  let mary: Json;
  let chatter: string;
  let question: Json;
  let atMarys: ReceivedMail;

  beforeAll(async () => {
    dovecot = await Dovecot.start();
    postfix = await startPostfix({ lmtpPort: dovecot.ports.lmtp, catchall });
    running = await startProductWithApi();
    api = running.api;
  }, 320_000);
  afterAll(async () => {
    await running?.stop();
    await postfix?.stop();
    await dovecot?.stop();
  });

  const inbox = (user: string) => readMailbox(dovecot, user);
  const messages = async (): Promise<Json[]> => bodyOf(await api.get(`${chatter}/messages`)).items;
  const fetchMail = async () => bodyOf(await api.post(`/incoming-servers/${incoming.id}/fetch`));
  let received = 0;
  /** The mailbox is listened to: what Postfix hands on in its own time is received without anybody fetching. */
  const receiveOne = async () => {
    received += 1;
    await eventually(async () => {
      const { total } = bodyOf(await api.get(`/incoming-mails?incomingServerId=${incoming.id}&processed=true`));
      return total >= received ? total : null;
    }, 60_000);
  };

  test('the administrator connects the outgoing server, and the test passes every step', async () => {
    const server = {
      name: 'Postfix',
      host: '127.0.0.1',
      port: postfix.port,
      encryption: 'none',
      authentication: 'none',
    };
    const { id } = bodyOf(await api.post('/outgoing-servers', server));
    const { ok, steps } = bodyOf(await api.post(`/outgoing-servers/${id}/test`));
    expect(steps.filter((step: Json) => !step.ok)).toEqual([]);
    expect(ok).toBe(true);
    bodyOf(await api.post(`/outgoing-servers/${id}/send-test`, { to: 'anna@mycompany.example' }));
    const [mail] = await eventually(async () => full(await inbox('anna@mycompany.example')));
    expect(mail?.from?.address).toMatch(/@mycompany\.example$/);
  });

  test('the administrator connects the mailbox that replies come back to, and it is confirmed', async () => {
    const server = { name: 'Dovecot', type: 'imap', host: '127.0.0.1', port: dovecot.ports.imap, encryption: 'none' };
    const login = { username: catchall.mailbox, password: dovecot.password };
    incoming = bodyOf(await api.post('/incoming-servers', { ...server, ...login }));
    expect(incoming.state).toBe('draft');
    expect(incoming).not.toHaveProperty('password');
    expect((await api.post(`/incoming-servers/${incoming.id}/fetch`)).status).toBe(409);
    const { ok, steps } = bodyOf(await api.post(`/incoming-servers/${incoming.id}/confirm`));
    expect(steps.filter((step: Json) => !step.ok)).toEqual([]);
    expect(ok).toBe(true);
    expect(bodyOf(await api.get(`/incoming-servers/${incoming.id}`)).state).toBe('confirmed');
    expect(await fetchMail()).toMatchObject({ fetched: 0, failed: 0 });
  });

  test('a message in the chatter arrives in the customer’s mailbox', async () => {
    mary = bodyOf(await api.post('/records/contact', { name: 'Mary Lind', email: 'mary@customer.example' }));
    const paul = bodyOf(await api.post('/records/contact', { name: 'Paul', email: 'paul@partner.example' }));
    const lead = bodyOf(await api.post('/records/lead', { name: 'Fünfzig Stühle', contactId: mary.id }));
    chatter = `/records/lead/${lead.id}`;
    bodyOf(await api.post(`${chatter}/followers`, { contactId: paul.id }));
    const body = '<p>Which <b>colour</b>, Mary? Grün or blue?</p>';
    question = bodyOf(await api.post(`${chatter}/messages`, { body, to: [mary.id] }));
    [atMarys] = (await eventually(async () => full(await inbox('mary@customer.example')))) as [ReceivedMail];
    expect(atMarys.from).toMatchObject({ name: 'Anna', address: 'anna@mycompany.example' });
    expect(atMarys.replyTo?.[0]?.address).toBe(catchall.mailbox);
    expect(atMarys.header('return-path')).toContain('bounce@mycompany.example');
    expect(atMarys.messageId).toBe(question.messageId);
    expect(atMarys.subject).toContain('Fünfzig Stühle');
    expect(atMarys.text).toContain('Which colour, Mary? Grün or blue?');
    expect(atMarys.html).toContain('<b>colour</b>');
    await eventually(async () => full(await inbox('paul@partner.example')));
    const recipients = async () =>
      bodyOf(await api.get(`${chatter}/messages/${question.id}`))
        .envelope.recipients.map((one: Json) => `${one.email} ${one.state}`)
        .toSorted();
    await expect.poll(recipients).toEqual(['mary@customer.example sent', 'paul@partner.example sent']);
  });

  test('her answer stands in the chatter as hers, and reaches the other followers once, never herself', async () => {
    await submitMail(postfix.port, replyTo(atMarys, 'Mary Lind <mary@customer.example>', 'Grün, please.'));
    await receiveOne();
    expect(await fetchMail()).toMatchObject({ fetched: 0, failed: 0 });
    const [answer] = await messages();
    expect(answer).toMatchObject({
      kind: 'email',
      author: { name: 'Mary Lind', contactId: mary.id },
      parentId: question.id,
    });
    expect(answer.visibleHtml ?? answer.bodyHtml).toContain('Grün, please.');
    expect(answer.visibleHtml ?? answer.bodyHtml).not.toContain('Which');
    const ofAnswer = (mail: ReceivedMail) => mail.text?.includes('Grün, please.');
    const relayed = async (user: string) => (await inbox(user)).filter(ofAnswer);
    const [atAnnas] = await eventually(async () => full(await relayed('anna@mycompany.example')));
    await eventually(async () => full(await relayed('paul@partner.example')));
    expect(atAnnas?.from?.name).toBe('Mary Lind');
    const told = async () =>
      bodyOf(await api.get(`${chatter}/messages/${answer.id}`))
        .envelope.recipients.map((one: Json) => `${one.email} ${one.state}`)
        .toSorted();
    await expect.poll(told).toEqual(['anna@mycompany.example sent', 'paul@partner.example sent']);
    expect(await relayed('anna@mycompany.example')).toHaveLength(1);
    expect(await relayed('paul@partner.example')).toHaveLength(1);
    expect(await inbox('mary@customer.example')).toHaveLength(1);
  });

  test('a colleague who answers from his own mail program is in the same thread, and the customer gets it', async () => {
    const [relay] = (await inbox('anna@mycompany.example')).filter((mail) => mail.text?.includes('Grün, please.'));
    await submitMail(postfix.port, replyTo(relay as ReceivedMail, 'Anna <anna@mycompany.example>', 'Green it is.'));
    await receiveOne();
    const [answer] = await messages();
    expect(answer.author).toMatchObject({ email: 'anna@mycompany.example' });
    const atMary = async () => full((await inbox('mary@customer.example')).slice(1));
    const [second] = await eventually(atMary);
    expect(second?.text).toContain('Green it is.');
    expect(second?.header('references')).toContain(question.messageId);
  });

  test('a mail to the alias of the sales team becomes one lead, also when it comes twice', async () => {
    const team = bodyOf(await api.post('/records/sales_team', { name: 'Europe', aliasLocalPart: 'sales' }));
    const mail = {
      from: '"Nora Berg" <nora@customer.example>',
      to: 'sales@mycompany.example',
      subject: 'Twelve desks',
      text: 'Good morning,\n\ndo you deliver to Oslo?',
      messageId: '<twelve-desks@customer.example>',
    };
    await submitMail(postfix.port, mail);
    await receiveOne();
    await submitMail(postfix.port, mail);
    await receiveOne();
    const { items } = bodyOf(await api.get('/records/lead?q=Twelve desks'));
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      name: 'Twelve desks',
      emailFrom: '"Nora Berg" <nora@customer.example>',
      teamId: team.id,
    });
    const [first] = bodyOf(await api.get(`/records/lead/${items[0].id}/messages`)).items.slice(-1);
    expect(first).toMatchObject({ kind: 'email', author: { email: 'nora@customer.example' } });
    expect(first.bodyHtml).toContain('do you deliver to Oslo?');
    const log = bodyOf(await api.get('/incoming-mails?q=Twelve desks')).items.map((one: Json) => one.outcome);
    expect(log.toSorted()).toEqual(['duplicate', 'record_created']);
  });
});

function full<T>(list: T[]): T[] | null {
  return list.length > 0 ? list : null;
}
