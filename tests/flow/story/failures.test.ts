import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiClient, bodyOf, type Json } from '../../setup/api-client.ts';
import { eventually } from '../../setup/eventually.ts';
import { type ProductWithApi, startProductWithApi } from '../../setup/product-with-api.ts';
import { type SmtpDouble, startSmtpDouble } from '../../setup/smtp-double.ts';

const login = { user: 'anna', password: 'right' };
let running: ProductWithApi;
let api: ApiClient;
let smtp: SmtpDouble;
let port: number;
let server: Json;
let count = 0;

beforeAll(async () => {
  smtp = await startSmtpDouble({ login });
  port = smtp.port;
  running = await startProductWithApi();
  api = running.api;
  const values = { name: 'Relay', host: '127.0.0.1', port, encryption: 'none', username: 'anna', password: 'right' };
  server = bodyOf(await api.post('/outgoing-servers', values));
}, 320_000);
afterAll(async () => {
  await running?.stop();
  await smtp.stop();
});

interface Sent {
  person: string;
  /** Of the chatter. */
  path: string;
  messageId: number;
  emailId: number;
}

/** A message to somebody new, on a lead of its own: recipients follow, and would get the next one too. */
async function write(): Promise<Sent> {
  count += 1;
  const person = `person${count}@customer.example`;
  const to = [{ name: `Person ${count}`, email: person }];
  const path = await newChatter();
  const message = bodyOf(await api.post(path, { body: 'Our offer', to }));
  const { items } = bodyOf(await api.get(`/emails?threadMessageId=${message.id}`));
  return { person, path, messageId: message.id, emailId: items[0].id };
}

async function newChatter(): Promise<string> {
  const lead = bodyOf(await api.post('/records/lead', { name: 'Fifty chairs' }));
  return `/records/lead/${lead.id}/messages`;
}

const read = async ({ emailId }: Sent): Promise<Json> => bodyOf(await api.get(`/emails/${emailId}`));
const envelope = async ({ path, messageId }: Sent): Promise<Json> =>
  bodyOf(await api.get(`${path}/${messageId}`)).envelope;
const contactId = async (email: string): Promise<number> =>
  bodyOf(await api.get(`/records/contact?q=${email}`)).items[0].id;
const arrived = ({ person }: Sent) => smtp.taken.filter((mail) => mail.to.includes(person)).length;
const openAlerts = async (): Promise<string[]> =>
  bodyOf(await api.get('/alerts?resolved=false')).items.map((alert: Json) => alert.kind);

/** The mail with its one delivery as soon as that was tried and stands like this. */
function until(sent: Sent, fits: (delivery: Json) => boolean): Promise<Json> {
  return eventually(async () => {
    const mail = await read(sent);
    return mail.deliveries.every(fits) ? { ...mail, delivery: mail.deliveries[0] } : null;
  }, 15_000);
}

/** Every mail of the test reached its recipient once. */
async function expectAllOnce(sents: Sent[]): Promise<void> {
  await expect.poll(() => sents.map(arrived), { timeout: 20_000 }).toEqual(sents.map(() => 1));
  for (const sent of sents) expect((await until(sent, (one) => one.state === 'sent')).state).toBe('sent');
}

describe('the server is down', () => {
  const sents: Sent[] = [];

  test('mail waits without spending an attempt, the envelope says pending, and an alert names the server', async () => {
    await smtp.stop();
    for (let n = 0; n < 4; n++) sents.push(await write());
    const mail = await until(sents[0] as Sent, (one) => one.reason !== null && one.state === 'queued');
    expect(mail).toMatchObject({ state: 'outgoing', failureType: null });
    expect(mail.delivery).toMatchObject({ state: 'queued', attempts: 0, stage: 'connect' });
    expect(mail.delivery.reason).toContain('Nothing accepts connections on this port');
    expect((await envelope(sents[0] as Sent)).state).toBe('pending');
    await expect.poll(openAlerts, { timeout: 15_000 }).toContain('outgoing-server-down');
    const { breaker } = bodyOf(await api.get(`/outgoing-servers/${server.id}`));
    expect(breaker.state).toBe('open');
  });

  test('once it is back, all of it leaves once, and the alert is gone', async () => {
    smtp = await startSmtpDouble({ login }, port);
    bodyOf(await api.post(`/emails/${sents[0]?.emailId}/send`));
    await expectAllOnce(sents);
    await expect.poll(openAlerts).not.toContain('outgoing-server-down');
  });
});

describe('the password is wrong', () => {
  let sent: Sent;

  test('mail waits at "auth" with the server’s words, which do not include the password', async () => {
    bodyOf(await api.patch(`/outgoing-servers/${server.id}`, { password: 'outdated-secret' }));
    sent = await write();
    // The saved server may be probed with this mail once more before it waits.
    const mail = await until(sent, (one) => one.reason !== null && one.state === 'queued');
    expect(mail.state).toBe('outgoing');
    expect(mail.delivery).toMatchObject({ state: 'queued', attempts: 0, stage: 'auth' });
    expect(mail.delivery.reason).toContain('535');
    const all = JSON.stringify([mail, running.product.said()]);
    expect(all).not.toContain('outdated-secret');
    expect(all).not.toContain(Buffer.from('outdated-secret').toString('base64'));
    await expect.poll(openAlerts).toContain('outgoing-server-down');
  });

  test('a corrected password sends it without further ado', async () => {
    bodyOf(await api.patch(`/outgoing-servers/${server.id}`, { password: 'right' }));
    await expectAllOnce([sent]);
  });
});

describe('the recipient is refused (550)', () => {
  let sent: Sent;

  test('the mail has failed at once, the envelope is red and says who and why', async () => {
    smtp.script.onRecipient = (address) =>
      address === `person${count}@customer.example` ? '550 5.1.1 No such user' : null;
    sent = await write();
    const mail = await until(sent, (one) => one.state === 'failed');
    expect(mail.state).toBe('failed');
    expect(mail.delivery).toMatchObject({ stage: 'rcpt', attempts: 1 });
    expect(mail.delivery.smtpReply).toContain('550 5.1.1 No such user');
    const { state, recipients } = await envelope(sent);
    expect(state).toBe('failed');
    expect(recipients).toMatchObject([{ email: sent.person, state: 'failed', failureType: mail.delivery.failureType }]);
    expect(recipients[0].reason).toMatch(/\w+ \w+ \w+/);
    const { items } = bodyOf(await api.get('/emails/failure-groups'));
    expect(items).toMatchObject([{ replyClass: '550 5.1.1', count: 1, serverId: server.id }]);
  });

  test('other recipients of the same message have it', async () => {
    const to = [{ email: 'fine@customer.example' }, { email: sent.person }];
    const path = await newChatter();
    const { id } = bodyOf(await api.post(path, { body: 'To both', to }));
    const states = async () =>
      bodyOf(await api.get(`${path}/${id}`)).envelope.recipients.map((one: Json) => `${one.email} ${one.state}`);
    const expected = ['fine@customer.example sent', `${sent.person} failed`];
    await expect.poll(async () => (await states()).toSorted()).toEqual(expected);
    expect(smtp.taken.flatMap((mail) => mail.to)).toContain('fine@customer.example');
    bodyOf(await api.post(`${path}/${id}/resend`, { ignore: [await contactId(sent.person)] }));
    expect(bodyOf(await api.get(`${path}/${id}`)).envelope.state).toBe('sent');
  });

  test('Retry sends it once the address exists; a second Retry has nothing to do', async () => {
    smtp.script.onRecipient = () => null;
    bodyOf(await api.post(`/emails/${sent.emailId}/retry`, {}));
    await expectAllOnce([sent]);
    expect((await envelope(sent)).state).toBe('sent');
    expect((await api.post(`/emails/${sent.emailId}/retry`, {})).status).toBe(409);
  });
});

describe('the recipient is greylisted (450)', () => {
  let sent: Sent;

  test('the mail is deferred, pending, and tried again after about a minute', async () => {
    smtp.script.onRecipient = () => '450 4.7.1 Greylisted, come back later';
    sent = await write();
    const mail = await until(sent, (one) => one.state === 'deferred');
    expect(mail).toMatchObject({ state: 'outgoing', failureType: null });
    expect(mail.delivery).toMatchObject({ attempts: 1, stage: 'rcpt' });
    expect(mail.delivery.smtpReply).toContain('450 4.7.1');
    const wait = new Date(mail.delivery.nextAttemptAt).getTime() - Date.now();
    expect(wait).toBeGreaterThan(30_000);
    expect(wait).toBeLessThan(75_000);
    expect((await envelope(sent)).state).toBe('pending');
    expect(bodyOf(await api.get('/emails?deferred=true')).items.map((one: Json) => one.id)).toEqual([sent.emailId]);
  });

  test('Send now tries it at once; it arrives once', async () => {
    smtp.script.onRecipient = () => null;
    bodyOf(await api.post(`/emails/${sent.emailId}/send`));
    await expectAllOnce([sent]);
  });
});

test('after all of that every mail has arrived once, and none twice', () => {
  const all = smtp.taken.flatMap((mail) => mail.to);
  expect(all.length).toBe(new Set(all).size);
});
