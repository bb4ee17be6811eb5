import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alias } from '#drizzle/schema/alias.ts';
import { attachment } from '#drizzle/schema/blob.ts';
import { createAttachment } from '#lib/attachments/create-attachment.ts';
import { readAttachment } from '#lib/attachments/read-attachment.ts';
import type { Ctx } from '#lib/db/context.ts';
import { bulkUpdateRecords } from '#lib/documents/bulk-update-records.ts';
import { findOrCreateContact } from '#lib/documents/contact/find-or-create-contact.ts';
import { countByStage } from '#lib/documents/count-by-stage.ts';
import { createRecord } from '#lib/documents/create-record.ts';
import { deleteRecord } from '#lib/documents/delete-record.ts';
import { listRecords } from '#lib/documents/list-records.ts';
import { readRecord } from '#lib/documents/read-record.ts';
import { modelOf } from '#lib/documents/registry.ts';
import { updateRecord } from '#lib/documents/update-record.ts';
import { makeCompany, makeUser, type TestUser } from '../../setup/people.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let anna: Ctx;
let stranger: Ctx;
let annaUser: TestUser;
let companyId: number;

beforeAll(async () => {
  t = await openTestContext();
  companyId = await makeCompany(t.ctx);
  const otherId = await makeCompany(t.ctx, 'Other', null);
  annaUser = await makeUser(t.ctx, { name: 'Anna', email: 'anna@mycompany.example', companyId });
  anna = t.as(annaUser.actor);
  stranger = t.as((await makeUser(t.ctx, { name: 'Sue', email: 'sue@other.example', companyId: otherId })).actor);
});
afterAll(() => t.close());

const query = (text = '') => new URLSearchParams(text);

describe('leads', () => {
  it('are created in the creator’s company, followed by the creator', async () => {
    const lead = await createRecord(anna, 'lead', { name: 'Chairs', emailFrom: 'Mary <mary@customer.example>' });
    expect(lead).toMatchObject({ name: 'Chairs', stage: 'new', companyId, emailNormalised: 'mary@customer.example' });
    const facts = await modelOf('lead').recordFacts(t.ctx, lead.id);
    expect(facts).toMatchObject({ exists: true, primaryEmail: 'mary@customer.example', aliasOwner: null });
    expect(facts.followerContactIds).toEqual([annaUser.contactId]);
  });

  it('do not exist for people of another company', async () => {
    const { id } = await createRecord(anna, 'lead', { name: 'Secret' });
    await expect(readRecord(stranger, 'lead', id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(updateRecord(stranger, 'lead', id, { name: 'Mine' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(deleteRecord(stranger, 'lead', id)).rejects.toMatchObject({ code: 'not_found' });
    expect((await listRecords(stranger, 'lead', query(`id=${id}`))).items).toEqual([]);
    expect(await bulkUpdateRecords(stranger, 'lead', { ids: [id], stage: 'lost' })).toEqual({ changed: 0 });
    expect((await readRecord(anna, 'lead', id)).stage).toBe('new');
  });

  it.each([
    ['an empty name', { name: '  ' }, 'name'],
    ['no name', {}, 'name'],
    ['a line break in the name', { name: 'a\r\nBcc: x@y.example' }, 'name'],
    ['an address that is none', { name: 'x', emailFrom: 'mary at home' }, 'emailFrom'],
    ['a stage there is not', { name: 'x', stage: 'cooking' }, 'stage'],
    ['a team there is not', { name: 'x', teamId: 999_999 }, 'teamId'],
    ['an owner there is not', { name: 'x', ownerId: 999_999 }, 'ownerId'],
    ['a contact there is not', { name: 'x', contactId: 999_999 }, 'contactId'],
    ['too much priority', { name: 'x', priority: 9 }, 'priority'],
  ])('refuse %s, and say where', async (_, input, path) => {
    await expect(createRecord(anna, 'lead', input)).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [expect.objectContaining({ path })] },
    });
  });

  it('keep a name with markup as the text it is', async () => {
    const name = '<script>alert(1)</script> & "quotes"';
    const { id } = await createRecord(anna, 'lead', { name });
    expect((await readRecord(anna, 'lead', id)).name).toBe(name);
  });

  it('are listed by search, stage and keyset, and counted by stage', async () => {
    for (const n of [1, 2, 3]) await createRecord(anna, 'lead', { name: `Zebra ${n}`, stage: n === 3 ? 'won' : 'new' });
    const first = await listRecords(anna, 'lead', query('q=zebra&sort=name&limit=2'));
    expect(first).toMatchObject({ total: 3, items: [{ name: 'Zebra 1' }, { name: 'Zebra 2' }] });
    const next = await listRecords(anna, 'lead', query(`q=zebra&sort=name&limit=2&cursor=${first.nextCursor}`));
    expect(next.items.map((item) => item.name)).toEqual(['Zebra 3']);
    expect((await listRecords(anna, 'lead', query('q=zebra&stage=won'))).total).toBe(1);
    expect(await countByStage(anna, 'lead', query('q=zebra&stage=won'))).toMatchObject({ new: 2, won: 1, lost: 0 });
    const byStage = await listRecords(anna, 'lead', query('q=zebra&sort=-stage'));
    expect(byStage.items[0]).toMatchObject({ stage: 'won' });
  });

  it('change together, by selection or by what a list shows', async () => {
    const { id } = await createRecord(anna, 'lead', { name: 'Okapi one' });
    await createRecord(anna, 'lead', { name: 'Okapi two' });
    expect(await bulkUpdateRecords(anna, 'lead', { ids: [id], stage: 'qualified' })).toEqual({ changed: 1 });
    expect(await bulkUpdateRecords(anna, 'lead', { query: 'q=okapi', active: false })).toEqual({ changed: 2 });
    expect((await listRecords(anna, 'lead', query('q=okapi'))).total).toBe(0);
    expect((await listRecords(anna, 'lead', query('q=okapi&active=false'))).total).toBe(2);
    await expect(bulkUpdateRecords(anna, 'lead', { ids: [id], stage: 'cooking' })).rejects.toMatchObject({
      code: 'invalid',
    });
    await expect(bulkUpdateRecords(anna, 'lead', { stage: 'won' })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('made from a mail are named after its subject and are about its sender', async () => {
    const mail = {
      subject: 'Fifty chairs',
      from: { name: 'Mary', address: 'Mary@Customer.example' },
      to: '',
      cc: 'bob@customer.example, Eve <eve@customer.example>',
      contactId: null,
      userId: null,
      senderIsOurs: false,
      companyId,
      defaults: {},
      bodyText: 'We need chairs.',
    };
    const lead = modelOf('lead');
    const { id } = (await lead.createFromMail?.(t.ctx, mail)) ?? { id: 0 };
    expect(await lead.read(t.ctx, id)).toMatchObject({
      name: 'Fifty chairs',
      emailFrom: '"Mary" <Mary@Customer.example>',
      emailNormalised: 'mary@customer.example',
      emailCc: 'bob@customer.example, "Eve" <eve@customer.example>',
      description: 'We need chairs.',
    });
    await lead.updateFromMail?.(t.ctx, id, { cc: 'EVE@customer.example, new@customer.example', from: mail.from });
    expect((await lead.read(t.ctx, id)).emailCc).toBe(
      'bob@customer.example, "Eve" <eve@customer.example>, new@customer.example',
    );
    const unnamed = (await lead.createFromMail?.(t.ctx, { ...mail, subject: ' ', defaults: { priority: 2 } })) ?? {
      id: 0,
    };
    expect(await lead.read(t.ctx, unnamed.id)).toMatchObject({ name: 'No subject', priority: 2 });
  });
});

describe('sales teams', () => {
  it('own an address whose mails become their leads', async () => {
    const team = await createRecord(anna, 'sales_team', { name: 'Europe', aliasLocalPart: 'sales' });
    expect(team).toMatchObject({ aliasLocalPart: 'sales', aliasAddress: 'sales@mycompany.example', openLeads: 0 });
    const { id } = await createRecord(anna, 'lead', { name: 'Of Europe', teamId: team.id });
    const facts = await modelOf('lead').recordFacts(t.ctx, id);
    expect(facts.aliasOwner).toEqual({ model: 'sales_team', recordId: team.id });
    await expect(deleteRecord(anna, 'sales_team', team.id)).rejects.toMatchObject({ code: 'in_use' });
    expect(await updateRecord(anna, 'sales_team', team.id, { aliasLocalPart: '' })).toMatchObject({
      aliasAddress: null,
    });
  });

  it('take their alias along when they are deleted', async () => {
    const team = await createRecord(anna, 'sales_team', { name: 'Short-lived', aliasLocalPart: 'short-lived' });
    await deleteRecord(anna, 'sales_team', team.id);
    expect(await t.ctx.db.$count(alias, eq(alias.ownerId, team.id))).toBe(0);
    const next = await createRecord(anna, 'sales_team', { name: 'Next', aliasLocalPart: 'short-lived' });
    expect(next).toMatchObject({ aliasAddress: 'short-lived@mycompany.example' });
  });

  it('cannot take the address of another team, and are not half made then', async () => {
    await createRecord(anna, 'sales_team', { name: 'First', aliasLocalPart: 'taken' });
    const second = createRecord(anna, 'sales_team', { name: 'Second', aliasLocalPart: 'taken' });
    await expect(second).rejects.toMatchObject({ code: 'conflict' });
    expect((await listRecords(anna, 'sales_team', query('q=second'))).total).toBe(0);
  });
});

describe('contacts', () => {
  it('are found by address, whatever its spelling, and made once however many ask', async () => {
    const asked = Array.from({ length: 5 }, () => findOrCreateContact(anna, { email: 'New One <new.one@X.example>' }));
    const ids = new Set((await Promise.all(asked)).map((found) => found.id));
    expect(ids.size).toBe(1);
    const again = await findOrCreateContact(anna, { email: 'NEW.ONE@x.example', name: 'Other name' });
    expect(again).toMatchObject({ name: 'New One', created: false });
  });

  it('of a user, and those with messages, are not deleted', async () => {
    await expect(deleteRecord(anna, 'contact', annaUser.contactId)).rejects.toMatchObject({ code: 'in_use' });
    const { id } = await createRecord(anna, 'contact', { name: 'Unused' });
    await deleteRecord(anna, 'contact', id);
    await expect(readRecord(anna, 'contact', id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('know when they are on the exclusion list, and whose user they are', async () => {
    expect(await readRecord(anna, 'contact', annaUser.contactId)).toMatchObject({
      blacklisted: false,
      userId: annaUser.userId,
    });
  });
});

describe('attachments', () => {
  async function* megabytes(count: number) {
    for (let n = 0; n < count; n += 1) yield Buffer.alloc(1_000_000, n);
  }

  it('come back byte for byte, to their uploader only until a message takes them', async () => {
    const content = Buffer.from('offer \0 bytes');
    const made = await createAttachment(anna, { name: '../offer.pdf', contentType: 'application/pdf', content });
    expect(made).toMatchObject({ name: 'offer.pdf', size: content.length, inline: false });
    const read = await readAttachment(anna, made.id);
    expect(Buffer.concat(await Array.fromAsync(read.content))).toEqual(content);
    await expect(readAttachment(stranger, made.id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('above 25 MB are refused with the limit, and nothing of them is kept', async () => {
    const before = await t.ctx.db.$count(attachment);
    const upload = createAttachment(anna, { name: 'film.mp4', contentType: 'video/mp4', content: megabytes(26) });
    await expect(upload).rejects.toMatchObject({ code: 'too_large', message: expect.stringContaining('25 MB') });
    expect(await t.ctx.db.$count(attachment)).toBe(before);
  });

  it('cannot be hung on another company’s document', async () => {
    const { id } = await createRecord(anna, 'lead', { name: 'Ours' });
    const upload = createAttachment(stranger, {
      name: 'x',
      contentType: null,
      content: Buffer.from('x'),
      model: 'lead',
      recordId: id,
    });
    await expect(upload).rejects.toMatchObject({ code: 'not_found' });
  });
});
