import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditListFields } from '#lib/audit/audit-schema.ts';
import { listAuditEvents } from '#lib/audit/list-audit-events.ts';
import { parseListQuery } from '#lib/core/list-query.ts';
import { loadAliasDomain } from '#lib/mail/aliases/load-alias-domain.ts';
import { deleteParameter } from '#lib/parameters/delete-parameter.ts';
import { listParameters } from '#lib/parameters/list-parameters.ts';
import { parameterListFields } from '#lib/parameters/parameter-schema.ts';
import { readParameter } from '#lib/parameters/read-parameter.ts';
import { setParameter } from '#lib/parameters/set-parameter.ts';
import { showParameter } from '#lib/parameters/show-parameter.ts';
import { loadParameterText } from '#lib/parameters/store.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
beforeAll(async () => {
  t = await openTestContext({ PERFECTWORK_EDITION: 'online' });
});
afterAll(() => t.close());

const query = (text: string) => parseListQuery(new URLSearchParams(text), parameterListFields);

test('a parameter has its default until it is set, and again once it is deleted', async () => {
  expect(await readParameter(t.ctx, 'mail.gateway.loop.threshold')).toBe(20);
  await setParameter(t.ctx, 'mail.gateway.loop.threshold', { value: 7 });
  expect(await readParameter(t.ctx, 'mail.gateway.loop.threshold')).toBe(7);
  await deleteParameter(t.ctx, 'mail.gateway.loop.threshold');
  expect(await readParameter(t.ctx, 'mail.gateway.loop.threshold')).toBe(20);
});

test('a bad value is refused with its rule, and the old one stays', async () => {
  await setParameter(t.ctx, 'mail.gateway.loop.minutes', { value: '60' });
  await expect(setParameter(t.ctx, 'mail.gateway.loop.minutes', { value: 'soon' })).rejects.toMatchObject({
    code: 'invalid',
    message: 'Must be a whole number from 1 to 10080.',
  });
  expect(await readParameter(t.ctx, 'mail.gateway.loop.minutes')).toBe(60);
});

test('what the environment fixes cannot be changed in the console', async () => {
  expect(await readParameter(t.ctx, 'perfectwork.edition')).toBe('online');
  await expect(setParameter(t.ctx, 'perfectwork.edition', { value: 'sh' })).rejects.toMatchObject({ code: 'conflict' });
  expect(await showParameter(t.ctx, 'perfectwork.edition')).toMatchObject({ fixedBy: 'PERFECTWORK_EDITION' });
});

test('the four mail parameters are the first email domain seen through its keys', async () => {
  await setParameter(t.ctx, 'mail.bounce.alias', { value: 'returns' });
  expect(await readParameter(t.ctx, 'mail.bounce.alias')).toBe('returns');
  await setParameter(t.ctx, 'mail.catchall.domain', { value: 'Acme.Example' });
  await setParameter(t.ctx, 'mail.default.from', { value: 'office@acme.example' });
  expect(await loadAliasDomain(t.ctx, null)).toMatchObject({
    name: 'acme.example',
    catchallAddress: 'catchall@acme.example',
    bounceAddress: 'returns@acme.example',
    defaultFromAddress: 'office@acme.example',
    forceFrom: true,
  });
  await expect(setParameter(t.ctx, 'mail.catchall.alias', { value: 'returns' })).rejects.toMatchObject({
    code: 'invalid',
  });
  await deleteParameter(t.ctx, 'mail.default.from');
  expect(await readParameter(t.ctx, 'mail.default.from')).toBe('notifications');
  await deleteParameter(t.ctx, 'mail.catchall.domain');
  expect(await loadAliasDomain(t.ctx, null)).toBeNull();
  expect(await readParameter(t.ctx, 'mail.catchall.domain')).toBeNull();
});

test("keys of one's own are kept as text; secret ones are encrypted and never shown", async () => {
  await setParameter(t.ctx, 'shop.colour', { value: 'green' });
  expect(await showParameter(t.ctx, 'shop.colour')).toMatchObject({ value: 'green', isKnown: false });
  await setParameter(t.ctx, 'shop.secret', { value: 'hunter2' });
  expect(await showParameter(t.ctx, 'shop.secret')).toMatchObject({ value: null, isSecret: true });
  expect(await loadParameterText(t.ctx.db, 'shop.secret')).not.toContain('hunter2');
  await deleteParameter(t.ctx, 'shop.colour');
  await expect(showParameter(t.ctx, 'shop.colour')).rejects.toMatchObject({ code: 'not_found' });
});

test("the list shows known keys and one's own, page by page", async () => {
  await setParameter(t.ctx, 'shop.name', { value: 'Flowers' });
  const own = await listParameters(t.ctx, query('isKnown=false&q=flowers'));
  expect(own.items.map((item) => item.key)).toEqual(['shop.name']);
  const first = await listParameters(t.ctx, query('limit=5'));
  const second = await listParameters(t.ctx, query(`limit=5&cursor=${first.nextCursor}`));
  expect(new Set([...first.items, ...second.items].map((item) => item.key)).size).toBe(10);
});

test('every change stands in the audit log with old and new value, secrets hidden', async () => {
  await setParameter(t.ctx, 'base.default_max_email_size', { value: 10 });
  await setParameter(t.ctx, 'base.default_max_email_size', { value: 12 });
  const asked = new URLSearchParams('targetId=base.default_max_email_size');
  const log = await listAuditEvents(t.ctx, parseListQuery(asked, auditListFields));
  expect(log.items[0]).toMatchObject({ before: { value: '10' }, after: { value: '12' } });
  const secrets = await listAuditEvents(t.ctx, parseListQuery(new URLSearchParams('q=shop.secret'), auditListFields));
  expect(JSON.stringify(secrets.items)).not.toContain('hunter2');
});

test('only administrators see and set parameters', async () => {
  const user = t.as({ role: 'user' });
  await expect(setParameter(user, 'shop.name', { value: 'x' })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(listParameters(user, query(''))).rejects.toMatchObject({ code: 'forbidden' });
});

test('a client secret is kept encrypted, shown to nobody, audited without its value, and cleared by an empty one', async () => {
  const key = 'mail.oauth.google.client_secret';
  await setParameter(t.ctx, key, { value: 'GOCSPX-quite-secret' });
  expect(await loadParameterText(t.ctx.db, key)).toMatch(/^v1\./);
  expect(await readParameter(t.ctx, key)).toBe('GOCSPX-quite-secret');
  const shown = await showParameter(t.ctx, key);
  expect(shown).toMatchObject({ value: null, isSecret: true, isDefault: false, type: 'secret' });
  const { items } = await listParameters(t.ctx, query('q=oauth'));
  const events = await listAuditEvents(t.ctx, parseListQuery(new URLSearchParams(), auditListFields));
  expect(JSON.stringify([shown, items, events])).not.toMatch(/quite-secret|v1\./);
  expect(events.items.filter(({ targetId }) => targetId === key)).toHaveLength(1);
  await setParameter(t.ctx, key, { value: '' });
  expect(await loadParameterText(t.ctx.db, key)).toBeNull();
  expect(await readParameter(t.ctx, key)).toBeNull();
});
