import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodyOf, type Json } from '../../setup/api-client.ts';
import { eventually } from '../../setup/eventually.ts';
import { openMail } from '../../setup/mail-client.ts';
import { type ProductWithApi, startProductWithApi } from '../../setup/product-with-api.ts';
import { findFreePort } from '../../setup/run-product.ts';
import { sampleMail } from '../../setup/sample-mail.ts';

let running: ProductWithApi;
let team: Json;

beforeAll(async () => {
  running = await startProductWithApi({ SANDBOX_SMTP_PORT: String(await findFreePort()) });
  team = bodyOf(await running.api.post('/records/sales_team', { name: 'Europe', aliasLocalPart: 'sales' }));
}, 320_000);
afterAll(() => running?.stop());

const sandbox = async (): Promise<Json[]> => bodyOf(await running.api.get('/sandbox/messages?limit=200')).items;
const mailsTo = async (address: string) => (await sandbox()).filter((mail) => mail.recipients.includes(address));

const mailTo = (address: string): Promise<Json> => eventually(async () => (await mailsTo(address))[0]);

describe('a conversation with nothing but the sandbox', () => {
  let chatter: string;
  let mary: Json;
  let question: Json;
  let arrived: Json;

  beforeAll(async () => {
    mary = bodyOf(await running.api.post('/records/contact', { name: 'Mary Lind', email: 'mary@customer.example' }));
    const paul = bodyOf(await running.api.post('/records/contact', { name: 'Paul', email: 'paul@partner.example' }));
    const values = { name: 'Fifty chairs', contactId: mary.id, teamId: team.id };
    const lead = bodyOf(await running.api.post('/records/lead', values));
    chatter = `/records/lead/${lead.id}`;
    bodyOf(await running.api.post(`${chatter}/followers`, { contactId: paul.id }));
    question = bodyOf(await running.api.post(`${chatter}/messages`, { body: 'Which colour, Mary?', to: [mary.id] }));
    arrived = await mailTo('mary@customer.example');
  });

  test('the customer sees who writes, what about, and an address that answers come back to', async () => {
    const mail = await openMail(await running.api.download(`/sandbox/messages/${arrived.id}/eml`));
    expect(mail.from).toMatchObject({ name: 'Anna', address: 'anna@mycompany.example' });
    expect(mail.replyTo?.[0]?.address).toBe('sales@mycompany.example');
    expect(mail.subject).toContain('Fifty chairs');
    expect(mail.messageId).toBe(question.messageId);
    expect(mail.text).toContain('Which colour, Mary?');
    expect(mail.html).toContain('Which colour, Mary?');
  });

  test('the envelope turns from pending to sent by itself', async () => {
    const state = async () =>
      bodyOf(await running.api.get(`${chatter}/messages/${question.id}`)).envelope.recipients.map((one: Json) => [
        one.email,
        one.state,
      ]);
    await expect
      .poll(async () => (await state()).toSorted(), { timeout: 10_000 })
      .toEqual([
        ['mary@customer.example', 'sent'],
        ['paul@partner.example', 'sent'],
      ]);
  });

  test('her answer stands in the chatter as hers, and reaches the other followers once, never herself', async () => {
    const reply = { from: 'Mary Lind <mary@customer.example>', text: 'Blue, please.' };
    const answer = bodyOf(await running.api.post(`/sandbox/messages/${arrived.id}/reply`, reply));
    expect(answer.outcome).toBe('reply_posted');
    const [newest] = bodyOf(await running.api.get(`${chatter}/messages`)).items;
    expect(newest).toMatchObject({ kind: 'email', author: { name: 'Mary Lind', contactId: mary.id } });
    expect(newest.visibleHtml ?? newest.bodyHtml).toContain('Blue, please.');
    expect(newest.visibleHtml ?? newest.bodyHtml).not.toContain('Which colour');
    const told = async () => {
      const { envelope } = bodyOf(await running.api.get(`${chatter}/messages/${newest.id}`));
      return envelope?.recipients.map((one: Json) => `${one.email} ${one.state}`).toSorted();
    };
    const both = ['anna@mycompany.example sent', 'paul@partner.example sent'];
    await expect.poll(told, { timeout: 10_000 }).toEqual(both);
    expect(await mailsTo('mary@customer.example')).toHaveLength(1);
    expect(await mailsTo('anna@mycompany.example')).toHaveLength(1);
    expect(await mailsTo('paul@partner.example')).toHaveLength(2);
  });

  test('the same answer twice is two messages, because the second press wrote a second mail', async () => {
    const reply = { from: 'mary@customer.example', text: 'And fast.' };
    expect(bodyOf(await running.api.post(`/sandbox/messages/${arrived.id}/reply`, reply)).outcome).toBe('reply_posted');
    const [newest] = bodyOf(await running.api.get(`${chatter}/messages`)).items;
    expect(newest.visibleHtml ?? newest.bodyHtml).toContain('And fast.');
  });
});

describe('mail to the alias of a sales team', () => {
  const mail = sampleMail({
    from: '"Nora Berg" <nora@customer.example>',
    to: 'Sales <sales@mycompany.example>',
    subject: 'Twelve desks',
    messageId: '<twelve-desks@customer.example>',
    body: 'Good morning,\n\ndo you deliver to Oslo?\n',
  });

  test('becomes a lead with its subject, sender and text', async () => {
    const answer = bodyOf(await running.api.gateway(mail));
    expect(answer.outcome).toBe('record_created');
    const [{ model, recordId }] = answer.routes;
    const lead = bodyOf(await running.api.get(`/records/${model}/${recordId}`));
    expect(lead).toMatchObject({ name: 'Twelve desks', teamId: team.id });
    expect(lead.emailFrom).toBe('"Nora Berg" <nora@customer.example>');
    const { items } = bodyOf(await running.api.get(`/records/${model}/${recordId}/messages`));
    const [message] = items.filter((one: Json) => one.kind === 'email');
    expect(message).toMatchObject({ author: { name: 'Nora Berg', email: 'nora@customer.example' } });
    expect(message.bodyHtml).toContain('do you deliver to Oslo?');
  });

  test('is one lead, however often the mail comes', async () => {
    const answers = await Promise.all([mail, mail, mail].map((raw) => running.api.gateway(raw)));
    expect(answers.map((answer) => bodyOf(answer).outcome)).toEqual(['duplicate', 'duplicate', 'duplicate']);
    expect(bodyOf(await running.api.get('/records/lead?q=Twelve desks')).total).toBe(1);
  });
});
