import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DocumentModel } from '#lib/core/enumerations.ts';
import type { Ctx } from '#lib/db/context.ts';
import { bulkUpdateRecords } from '#lib/documents/bulk-update-records.ts';
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

interface Kind {
  model: DocumentModel;
  channel: DocumentModel;
  field: string;
  openField: string;
  /** The first, one on the way, and one that ends it. */
  stages: [string, string, string];
}

const kinds: Kind[] = [
  {
    model: 'lead',
    channel: 'sales_team',
    field: 'teamId',
    openField: 'openLeads',
    stages: ['new', 'qualified', 'won'],
  },
  {
    model: 'ticket',
    channel: 'helpdesk_team',
    field: 'teamId',
    openField: 'openTickets',
    stages: ['new', 'in_progress', 'solved'],
  },
  { model: 'task', channel: 'project', field: 'projectId', openField: 'openTasks', stages: ['new', 'review', 'done'] },
  {
    model: 'applicant',
    channel: 'job_position',
    field: 'jobId',
    openField: 'openApplicants',
    stages: ['new', 'interview', 'hired'],
  },
];

describe.each(kinds)('$model and $channel', ({ model, channel, field, openField, stages: [first, second, last] }) => {
  const newChannel = async (aliasLocalPart: string | null = null) =>
    createRecord(anna, channel, { name: `Of ${model}`, aliasLocalPart });

  it('begins at the first stage, followed by its creator and its owner, and answers come back to its channel', async () => {
    const { id: channelId } = await newChannel();
    const paul = await makeUser(t.ctx, { name: 'Paul', email: `paul.${model}@mycompany.example`, companyId });
    const made = await createRecord(anna, model, {
      name: 'The first',
      [field]: channelId,
      emailFrom: 'Mary <Mary@customer.example>',
      ownerId: paul.userId,
    });
    expect(made).toMatchObject({ stage: first, companyId, [field]: channelId, ownerName: 'Paul', bounceCount: 0 });
    const facts = await modelOf(model).recordFacts(t.ctx, made.id);
    expect(facts).toMatchObject({
      primaryEmail: 'mary@customer.example',
      ownerContactId: paul.contactId,
      aliasOwner: { model: channel, recordId: channelId },
    });
    expect(facts.followerContactIds.toSorted()).toEqual([annaUser.contactId, paul.contactId].toSorted());
  });

  it('does not exist for people of another company, nor do its channels', async () => {
    const { id: channelId } = await newChannel();
    const { id } = await createRecord(anna, model, { name: 'Secret', [field]: channelId });
    await expect(readRecord(stranger, model, id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(updateRecord(stranger, model, id, { name: 'Mine' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(deleteRecord(stranger, channel, channelId)).rejects.toMatchObject({ code: 'not_found' });
    expect((await listRecords(stranger, model, query(`id=${id}`))).items).toEqual([]);
    expect(await bulkUpdateRecords(stranger, model, { ids: [id], stage: last })).toEqual({ changed: 0 });
    await expect(createRecord(stranger, model, { name: 'x', [field]: channelId })).rejects.toMatchObject({
      details: { errors: [expect.objectContaining({ path: field })] },
    });
  });

  it.each([
    ['a stage there is not', { stage: 'cooking' }, 'stage'],
    ['a channel there is not', { [field]: 999_999 }, field],
    ['an address that is none', { emailFrom: 'mary at home' }, 'emailFrom'],
    ['an owner there is not', { ownerId: 999_999 }, 'ownerId'],
  ])('refuses %s, and says where', async (_, input, path) => {
    await expect(createRecord(anna, model, { name: 'x', ...input })).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [expect.objectContaining({ path })] },
    });
  });

  it('is listed by search, stage, channel and order of stages, counted and changed together', async () => {
    const { id: channelId } = await newChannel();
    for (const stage of [last, first, second]) {
      await createRecord(anna, model, { name: `Gecko ${stage}`, stage, [field]: channelId });
    }
    const inOrder = await listRecords(anna, model, query(`q=gecko&sort=stage&${field}=${channelId}`));
    expect(inOrder.items.map((item) => item.stage)).toEqual([first, second, last]);
    expect(await countByStage(anna, model, query('q=gecko'))).toMatchObject({ [first]: 1, [second]: 1, [last]: 1 });
    expect(await readRecord(anna, channel, channelId), 'what is done is not open').toMatchObject({ [openField]: 2 });
    expect(await bulkUpdateRecords(anna, model, { query: 'q=gecko', stage: last })).toEqual({ changed: 3 });
    expect((await listRecords(anna, model, query(`q=gecko&stage=${last}`))).total).toBe(3);
    expect((await listRecords(anna, channel, query(`id=${channelId}`))).items).toMatchObject([{ [openField]: 0 }]);
  });

  it('keeps its channel from being deleted, and the channel its address', async () => {
    const made = await newChannel(`address-of-${model}`);
    expect(made).toMatchObject({
      aliasAddress: `address-of-${model}@mycompany.example`,
      aliasContactPolicy: 'everyone',
    });
    const { id } = await createRecord(anna, model, { name: 'Inside', [field]: made.id });
    await expect(deleteRecord(anna, channel, made.id)).rejects.toMatchObject({ code: 'in_use' });
    await deleteRecord(anna, model, id);
    await deleteRecord(anna, channel, made.id);
    await expect(readRecord(anna, channel, made.id)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a task', () => {
  it('is worked on by several: the owner is one of them, and all of them follow', async () => {
    const eva = await makeUser(t.ctx, { name: 'Eva', email: 'eva@mycompany.example', companyId });
    const sam = await makeUser(t.ctx, { name: 'Sam', email: 'sam@mycompany.example', companyId });
    const { id } = await createRecord(anna, 'task', { name: 'Floor', assigneeIds: [eva.userId, sam.userId] });
    expect(await readRecord(anna, 'task', id)).toMatchObject({
      ownerId: eva.userId,
      assigneeIds: [eva.userId, sam.userId],
      assigneeNames: ['Eva', 'Sam'],
    });
    const { followerContactIds } = await modelOf('task').recordFacts(t.ctx, id);
    expect(followerContactIds).toEqual(expect.arrayContaining([eva.contactId, sam.contactId]));
    const alone = await updateRecord(anna, 'task', id, { ownerId: annaUser.userId, assigneeIds: [] });
    expect(alone).toMatchObject({ assigneeIds: [annaUser.userId], assigneeNames: ['Anna'] });
  });

  it.each([
    ['a person there is not', { assigneeIds: [999_999] }, 'assigneeIds'],
    ['a day there is not', { deadline: '2026-02-30' }, 'deadline'],
    ['a date in other words', { deadline: 'tomorrow' }, 'deadline'],
  ])('refuses %s', async (_, input, path) => {
    await expect(createRecord(anna, 'task', { name: 'x', ...input })).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [expect.objectContaining({ path })] },
    });
  });

  it('is listed by deadline, those without one last', async () => {
    for (const deadline of [null, '2026-09-01', '2026-03-01']) {
      await createRecord(anna, 'task', { name: `Heron ${deadline}`, deadline });
    }
    const { items } = await listRecords(anna, 'task', query('q=heron&sort=deadline'));
    expect(items.map((item) => item.deadline)).toEqual(['2026-03-01', '2026-09-01', null]);
  });
});
