import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { alert } from '#drizzle/schema/alert.ts';
import { delivery, email } from '#drizzle/schema/email.ts';
import { mailAlerts } from '#lib/alerts/mail-alerts.ts';
import { openAlert } from '#lib/alerts/open-alert.ts';
import { resolveAlert } from '#lib/alerts/resolve-alert.ts';
import type { Ctx } from '#lib/db/context.ts';
import { recordServerFailure } from '#lib/mail/outgoing/verdict/record-server-health.ts';
import { updatePreferences } from '#lib/users/update-preferences.ts';
import { makeCompany, makeUser } from '../../setup/people.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

const minute = 60_000;
const begin = new Date('2026-03-02T09:00:00Z').getTime();
let t: TestContext;
let ada: Ctx;

beforeAll(async () => {
  t = await openTestContext();
  const companyId = await makeCompany(t.ctx);
  const of = (name: string, role: 'user' | 'administrator') =>
    makeUser(t.ctx, { name, email: `${name.toLowerCase()}@mycompany.example`, companyId, role });
  ada = t.as((await of('Ada', 'administrator')).actor);
  await of('Bert', 'administrator');
  await of('Uma', 'user');
});
afterAll(() => t.close());
beforeEach(async () => {
  await t.ctx.db.delete(email);
  await t.ctx.db.delete(alert);
});

const at = (minutes: number): Ctx => ({ ...t.ctx, now: () => new Date(begin + minutes * minute) });
const open = (minutes: number, key: string, severity: 'warning' | 'error' = 'error') =>
  openAlert(at(minutes), {
    kind: 'outgoing-server-down',
    key,
    severity,
    title: `Server ${key} does not take mail`,
    detail: 'Nothing accepts connections on this port.',
    link: `/technical/outgoing-servers/${key}`,
  });
const mails = () => t.ctx.db.select().from(email).orderBy(email.id);

describe('an error that lasts', () => {
  it('is mailed also where a name in its title holds a line break', async () => {
    await open(0, '1\r\nBcc: all@partner.example');
    expect((await mailAlerts(at(2))).done).toBe(1);
    expect((await mails())[0]?.subject).toBe('Alert: Server 1 Bcc: all@partner.example does not take mail');
  });

  it('is mailed once to all administrators, as machine-made mail of the first lane, with its words and its link', async () => {
    await open(0, '1');
    expect((await mailAlerts(at(1))).done).toBe(0);
    expect((await mailAlerts(at(2))).done).toBe(1);
    expect((await mailAlerts(at(60))).done).toBe(0);
    const [mail, ...others] = await mails();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ lane: 0, headers: { 'Auto-Submitted': 'auto-generated' }, createdBy: null });
    expect(mail?.subject).toBe('Alert: Server 1 does not take mail');
    expect(mail?.bodyText).toContain('Nothing accepts connections on this port.');
    expect(mail?.bodyText).toMatch(/http\S+\/technical\/outgoing-servers\/1/);
    const told = await t.ctx.db.select({ recipient: delivery.recipient }).from(delivery);
    expect(told.map(({ recipient }) => recipient)).toEqual(['ada@mycompany.example', 'bert@mycompany.example']);
  });

  it('is not mailed when it ends within two minutes, nor when it is a warning', async () => {
    await open(0, '1');
    await resolveAlert(at(1), 'outgoing-server-down', '1');
    await open(0, '2', 'warning');
    expect((await mailAlerts(at(10))).done).toBe(0);
    expect(await mails()).toEqual([]);
  });

  it('shares one mail with the others, and the next mail comes 15 minutes later at the earliest', async () => {
    await open(0, '1');
    await open(0, '2');
    expect((await mailAlerts(at(3))).done).toBe(2);
    await open(4, '3');
    await open(5, '4');
    expect((await mailAlerts(at(10))).done).toBe(0);
    expect((await mailAlerts(at(19))).done).toBe(2);
    expect((await mails()).map((mail) => mail.subject)).toEqual([
      '2 alerts: Server 1 does not take mail and others',
      '2 alerts: Server 3 does not take mail and others',
    ]);
  });

  it('that comes and goes is mailed at most once an hour', async () => {
    for (let minutes = 0; minutes < 180; minutes += 10) {
      await open(minutes, '1');
      for (let wait = 1; wait < 9; wait++) await mailAlerts(at(minutes + wait));
      await resolveAlert(at(minutes + 9), 'outgoing-server-down', '1');
    }
    expect(await mails()).toHaveLength(3);
  });

  it('is mailed once by any number of workers', async () => {
    await open(0, '1');
    await Promise.all([mailAlerts(at(3)), mailAlerts(at(3)), mailAlerts(at(3))]);
    expect(await mails()).toHaveLength(1);
  });

  it('is not mailed to an administrator who does not want it', async () => {
    await updatePreferences(ada, { alertMails: false });
    await open(0, '1');
    await mailAlerts(at(3));
    await updatePreferences(ada, { alertMails: true });
    const told = await t.ctx.db.select({ recipient: delivery.recipient }).from(delivery);
    expect(told.map(({ recipient }) => recipient)).toEqual(['bert@mycompany.example']);
  });
});

describe('a server that refuses our sign-in', () => {
  it('is told in words of its own, at the first refusal', async () => {
    const reason = 'The server did not accept user name and password.';
    await recordServerFailure(at(0), { serverId: 7, name: 'Relay' }, { atOnce: true, reason });
    const [row] = await t.ctx.db.select().from(alert);
    expect(row).toMatchObject({ title: 'Relay refuses our sign-in', key: '7', severity: 'error' });
    expect(row?.detail).toContain('enter user name and password again');
  });
});
