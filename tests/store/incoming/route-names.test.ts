import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { parseListQuery } from '#lib/core/list-query.ts';
import type { Ctx } from '#lib/db/context.ts';
import { createRecord } from '#lib/documents/create-record.ts';
import { deleteRecord } from '#lib/documents/delete-record.ts';
import { modelOf } from '#lib/documents/registry.ts';
import { saveAlias } from '#lib/mail/aliases/save-alias.ts';
import { saveAliasDomain } from '#lib/mail/aliases/save-alias-domain.ts';
import { assignIncomingMail } from '#lib/mail/incoming/assign-incoming-mail.ts';
import { incomingMailListFields } from '#lib/mail/incoming/incoming-mail-schema.ts';
import { listIncomingMails } from '#lib/mail/incoming/list-incoming-mails.ts';
import { readIncomingMail } from '#lib/mail/incoming/read-incoming-mail.ts';
import { dryRunMail, receiveMail } from '#lib/mail/incoming/receive.ts';
import { makeCompany, makeUser } from '../../setup/people.ts';
import { freshMessageId, type SampleMail, sampleMail } from '../../setup/sample-mail.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let anna: Ctx;
/** Administers another company. */
let otto: Ctx;

beforeAll(async () => {
  t = await openTestContext();
  const administrator = { role: 'administrator' as const };
  const north = await makeCompany(t.ctx);
  anna = t.as(
    (await makeUser(t.ctx, { ...administrator, name: 'Anna', email: 'anna@north.example', companyId: north })).actor,
  );
  const south = await makeCompany(t.ctx, 'South', null);
  otto = t.as(
    (await makeUser(t.ctx, { ...administrator, name: 'Otto', email: 'otto@south.example', companyId: south })).actor,
  );
  await saveAliasDomain(t.ctx, { name: 'north.example' });
  await saveAlias(t.ctx, { localPart: 'sales', domain: 'north.example', model: 'lead' });
  await saveAlias(t.ctx, { localPart: 'help', domain: 'north.example', model: 'ticket' });
});
afterAll(() => t.close());

async function receive(mail: SampleMail) {
  const { id, routes } = await receiveMail(t.ctx, { raw: sampleMail(mail), source: 'http' });
  return { id: id ?? 0, recordId: routes[0]?.recordId ?? 0 };
}
const listAs = async (ctx: Ctx) =>
  (await listIncomingMails(ctx, parseListQuery(new URLSearchParams('sort=id'), incomingMailListFields))).items;

test('a list says by name where its mails went, and asks once a model for all of them', async () => {
  for (const name of ['Desk lamps', 'Chairs', 'Tables']) await receive({ subject: name });
  await receive({ to: 'help@north.example, sales@north.example', subject: 'The lamp flickers' });
  const asked = [vi.spyOn(modelOf('lead'), 'namesOf'), vi.spyOn(modelOf('ticket'), 'namesOf')];
  const mails = await listAs(anna);
  expect(mails.map(({ routes }) => routes.map(({ model, recordName }) => `${model}: ${recordName}`).sort())).toEqual([
    ['lead: Desk lamps'],
    ['lead: Chairs'],
    ['lead: Tables'],
    ['lead: The lamp flickers', 'ticket: The lamp flickers'],
  ]);
  expect(asked.map((spy) => spy.mock.calls.length)).toEqual([1, 1]);
  for (const spy of asked) spy.mockRestore();
});

test('a mail says so where its document is deleted', async () => {
  const { id, recordId } = await receive({ subject: 'Soon gone' });
  await deleteRecord(anna, 'lead', recordId);
  const { routes, history } = await readIncomingMail(anna, id);
  expect(routes).toMatchObject([{ model: 'lead', recordId, recordName: null, recordDeleted: true }]);
  expect(history.at(-1)).toMatchObject({ kind: 'processed', record: { recordId, recordDeleted: true } });
});

test.each([
  ['an administrator of another company', () => otto, null],
  [
    'an API key that may not read records',
    () => t.as({ ...anna.actor, kind: 'api_key', scopes: ['incoming-mails:read'] }),
    null,
  ],
  [
    'an API key that may',
    () => t.as({ ...anna.actor, kind: 'api_key', scopes: ['incoming-mails:read', 'records:read'] }),
    'Confidential lamps',
  ],
])('%s sees the name as far as they may read the document', async (_who, as, recordName) => {
  const { id, recordId } = await receive({ subject: 'Confidential lamps' });
  const expected = { recordId, recordName, recordDeleted: false };
  const detail = await readIncomingMail(as(), id);
  expect(detail.routes).toMatchObject([expected]);
  expect(detail.history.at(-1)?.record).toMatchObject(expected);
  expect((await listAs(as())).find((mail) => mail.id === id)?.routes).toMatchObject([expected]);
});

test('the life of a mail names the document it was assigned to', async () => {
  const lead = await createRecord(anna, 'lead', { name: 'Where it belongs' });
  const { id } = await receive({ to: 'nobody@north.example', subject: 'Astray' });
  const answer = await assignIncomingMail(anna, id, { model: 'lead', recordId: lead.id });
  expect(answer).toMatchObject({ reason: 'Assigned by Anna.', routes: [{ recordName: 'Where it belongs' }] });
  const { history } = await readIncomingMail(anna, id);
  expect(history.at(-1)).toMatchObject({
    kind: 'assigned',
    by: 'Anna',
    record: { model: 'lead', recordId: lead.id, recordName: 'Where it belongs' },
  });
});

test('"What would happen?" names the document whose thread a mail continues', async () => {
  const messageId = freshMessageId();
  const { recordId } = await receive({ messageId, subject: 'Lamps for Emma' });
  const raw = sampleMail({ subject: 'Re: Lamps for Emma', headers: { 'In-Reply-To': messageId } });
  const told = await dryRunMail(anna, { raw, source: 'http' });
  expect(told).toMatchObject({
    outcome: 'reply_posted',
    routes: [{ model: 'lead', recordId, recordName: 'Lamps for Emma', recordDeleted: false }],
  });
});
