import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deleteAlias } from '#lib/mail/aliases/delete-alias.ts';
import { deleteAliasDomain } from '#lib/mail/aliases/delete-alias-domain.ts';
import { listAliases } from '#lib/mail/aliases/list-aliases.ts';
import { loadAliasDomain } from '#lib/mail/aliases/load-alias-domain.ts';
import { readAlias } from '#lib/mail/aliases/read-alias.ts';
import { saveAlias } from '#lib/mail/aliases/save-alias.ts';
import { saveAliasDomain } from '#lib/mail/aliases/save-alias-domain.ts';
import { setOwnerAlias } from '#lib/mail/aliases/set-owner-alias.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let domain: { id: number };

beforeAll(async () => {
  t = await openTestContext();
  await t.ctx.db.execute(sql`insert into company (name) values ('North'), ('South')`);
  await t.ctx.db.execute(
    sql`insert into sales_team (name, company_id) values ('Europe', 1), ('Asia', 1), ('Iceland', 2)`,
  );
  await t.ctx.db.execute(sql`insert into alias (local_part, model) values ('early', 'lead')`);
  domain = await saveAliasDomain(t.ctx, { name: 'North.Example' });
});
afterAll(() => t.close());

const alias = (localPart: string | null, more = {}) => saveAlias(t.ctx, { localPart, model: 'lead', ...more });

describe('alias domains', () => {
  test('the first one goes to all companies and to aliases that lack one', async () => {
    expect(await loadAliasDomain(t.ctx, 2)).toEqual({
      id: domain.id,
      name: 'north.example',
      catchallAddress: 'catchall@north.example',
      bounceAddress: 'bounce@north.example',
      defaultFromAddress: 'notifications@north.example',
      forceFrom: false,
    });
    expect((await readAlias(t.ctx, 1)).email).toBe('early@north.example');
  });

  const refused: [string, object][] = [
    ['', { name: '' }],
    ['a comma', { name: 'one.example,two.example' }],
    ['accents', { name: 'société.example' }],
    ['an address', { name: 'me@one.example' }],
    ['bounce equal to catchall', { name: 'other.example', bounce: 'mail', catchall: 'mail' }],
  ];
  for (const [what, input] of refused) {
    test(`a domain with ${what || 'an empty name'} is refused`, async () => {
      await expect(saveAliasDomain(t.ctx, input as { name: string })).rejects.toMatchObject({ code: 'invalid' });
    });
  }

  test('of a full address only the local part counts for bounce and catchall; the default From stays one', async () => {
    const made = await saveAliasDomain(t.ctx, {
      name: 'south.example',
      bounce: 'returns@elsewhere.example',
      catchall: 'Réponses',
      defaultFrom: 'office@outlook.example',
    });
    expect(made).toMatchObject({ bounce: 'returns', catchall: 'reponses', defaultFrom: 'office@outlook.example' });
  });

  test('the same name twice needs other bounce and catchall', async () => {
    await expect(saveAliasDomain(t.ctx, { name: 'north.example' })).rejects.toMatchObject({ code: 'conflict' });
    const second = await saveAliasDomain(t.ctx, { name: 'north.example', bounce: 'bounce2', catchall: 'catchall2' });
    await expect(saveAliasDomain(t.ctx, { id: second.id, catchall: 'bounce' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await deleteAliasDomain(t.ctx, second.id);
  });

  test('bounce and catchall cannot be the address of an alias', async () => {
    await alias('returns', { domain: 'north.example' });
    await expect(saveAliasDomain(t.ctx, { id: domain.id, bounce: 'returns' })).rejects.toThrow(/returns@north.example/);
  });

  test('one that is used cannot be deleted, and the refusal names the uses', async () => {
    await expect(deleteAliasDomain(t.ctx, domain.id)).rejects.toMatchObject({
      code: 'in_use',
      message: expect.stringContaining('North, South'),
    });
  });
});

describe('aliases', () => {
  test('a name exists once in a domain, and the refusal names its owner', async () => {
    await setOwnerAlias(t.ctx, { ownerModel: 'sales_team', ownerId: 1, localPart: 'sales', model: 'lead' });
    await expect(alias('Sales')).rejects.toMatchObject({
      code: 'conflict',
      message: 'sales@north.example already belongs to the sales team Europe. Choose another name.',
    });
    await alias('desk', { model: 'ticket' });
    await expect(alias('Desk')).rejects.toThrow(/desk@north\.example already belongs to an alias that creates tickets/);
    const elsewhere = await alias('sales', { domain: 'south.example' });
    await expect(saveAlias(t.ctx, { id: elsewhere.id, domain: 'north.example' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await alias('nowhere', { domain: null });
    await expect(alias('nowhere', { domain: null })).rejects.toMatchObject({ code: 'conflict' });
  });

  test('two writers of one name at once: one gets it', async () => {
    const results = await Promise.allSettled([alias('race'), alias('race'), alias('race')]);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  });

  test('catchall and bounce of the domain are not free', async () => {
    await expect(alias('catchall')).rejects.toThrow(/catchall address of the domain/);
    await expect(alias('Bounce')).rejects.toMatchObject({ code: 'conflict' });
  });

  const refused: [string, object][] = [
    ['defaults that are no object', { defaults: 'priority=1' }],
    ['an unknown model', { model: 'spaceship' }],
    ['a model mails cannot create', { model: 'contact' }],
    ['an unknown domain', { domain: 'unknown.example' }],
    ['a record that is not there', { recordId: 4711 }],
  ];
  for (const [what, more] of refused) {
    test(`${what}: refused`, async () => {
      await expect(alias('refused', more)).rejects.toMatchObject({ code: 'invalid' });
    });
  }

  test('each default value that does not fit is refused under its own name', async () => {
    await expect(
      alias('refused', { defaults: { priority: 9, stage: 'nowhere', colour: 'red' } }),
    ).rejects.toMatchObject({
      code: 'invalid',
      details: {
        errors: [
          { path: 'defaults.stage' },
          { path: 'defaults.priority', message: '"priority" does not fit a lead: Choose 0 to 3 stars.' },
          { path: 'defaults.colour' },
        ],
      },
    });
    await expect(alias('refused', { defaults: { colour: 'red', shape: 'round' } })).rejects.toMatchObject({
      details: {
        errors: [
          { path: 'defaults.colour', message: 'A lead has no field "colour".' },
          { path: 'defaults.shape', message: 'A lead has no field "shape".' },
        ],
      },
    });
  });

  test("an owner's alias stays in the domain of its company when others use the other domain", async () => {
    const iceland = { ownerModel: 'sales_team' as const, ownerId: 3 };
    const other = await saveAliasDomain(t.ctx, { name: 'iceland.example' });
    await t.ctx.db.execute(sql`update company set alias_domain_id = ${other.id} where id = 2`);
    await expect(alias('reykjavik', { ...iceland, domain: 'north.example' })).rejects.toThrow(/belongs to North/);
    expect((await alias('reykjavik', iceland)).email).toBe('reykjavik@iceland.example');
  });

  test('changing policy, defaults or model asks for a new proof; a new name does not', async () => {
    const made = await alias('proof');
    await t.ctx.db.execute(sql`update alias set status = 'valid' where id = ${made.id}`);
    expect((await saveAlias(t.ctx, { id: made.id, localPart: 'proven' })).status).toBe('valid');
    expect((await saveAlias(t.ctx, { id: made.id, defaults: { priority: 1 } })).status).toBe('not_tested');
  });

  test('an owner without a name has no alias; a name makes it, clearing keeps the row', async () => {
    const owner = { ownerModel: 'sales_team' as const, ownerId: 2, model: 'lead' as const };
    expect(await setOwnerAlias(t.ctx, { ...owner, localPart: '' })).toBeNull();
    const made = await setOwnerAlias(t.ctx, { ...owner, localPart: 'asia', contactPolicy: 'partners' });
    expect(made).toMatchObject({ email: 'asia@north.example', contactPolicy: 'partners' });
    const cleared = await setOwnerAlias(t.ctx, { ...owner, localPart: null });
    expect(cleared).toMatchObject({ id: made?.id, localPart: null, email: null, contactPolicy: 'partners' });
  });

  test('an ordinary user cannot change what the owner’s alias creates', async () => {
    const user = t.as({ role: 'user', userId: 1, companyIds: [1] });
    const owner = { ownerModel: 'sales_team' as const, ownerId: 1 };
    await expect(setOwnerAlias(user, { ...owner, model: 'contact' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(saveAlias(user, { id: 1, recordId: 1 })).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('every change is in the audit log', async () => {
    const made = await alias('audited');
    await deleteAlias(t.ctx, made.id);
    const { rows } = await t.ctx.db.execute(
      sql`select action from audit_event where target_type = 'alias' and target_id = ${String(made.id)} order by id`,
    );
    expect(rows.map((row) => row.action)).toEqual(['alias.create', 'alias.delete']);
  });

  test('the list finds aliases by address', async () => {
    const query = { limit: 10, q: 'asia', sort: { field: 'localPart', descending: false }, filters: [] };
    expect((await listAliases(t.ctx, query)).total).toBe(1);
  });
});
