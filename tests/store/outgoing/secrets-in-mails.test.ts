import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliveryAttempt, email } from '#drizzle/schema/email.ts';
import { openAlert } from '#lib/alerts/open-alert.ts';
import type { Ctx } from '#lib/db/context.ts';
import { emailEml } from '#lib/mail/outgoing/email-eml.ts';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
import { readEmail } from '#lib/mail/outgoing/read-email.ts';
import { sendDueDeliveries } from '#lib/mail/outgoing/send.ts';
import { supportBundle } from '#lib/mail/outgoing/support-bundle.ts';
import { listSandboxMessages } from '#lib/mail/sandbox/list-sandbox-messages.ts';
import { readSandboxMessage } from '#lib/mail/sandbox/read-sandbox-message.ts';
import { sandboxEml } from '#lib/mail/sandbox/sandbox-eml.ts';
import { createUser } from '#lib/users/create-user.ts';
import { addServer, draftTo, readRows, seedMailDomain } from '../../setup/outgoing-fixtures.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

const tokenOf = (text: string | null) => /\/invitation\/([\w-]{16,})/.exec(text ?? '')?.[1] ?? null;
let t: TestContext;
let invitation: number;
let token: string;
let sandboxId: number;

beforeAll(async () => {
  t = await openTestContext({ SANDBOX_SMTP_PORT: '2525' });
  await seedMailDomain(t.ctx);
  await createUser(t.ctx, { name: 'Berta', email: 'berta@mycompany.example' });
  const [mail] = await t.ctx.db.select().from(email);
  invitation = mail?.id ?? 0;
  token = tokenOf(mail?.bodyText ?? '') ?? '';
  await sendDueDeliveries(t.ctx, { emailIds: [invitation] });
  const page = await listSandboxMessages(t.ctx, {
    limit: 1,
    sort: { field: 'createdAt', descending: true },
    filters: [],
  });
  sandboxId = page.items[0]?.id ?? 0;
});
afterAll(() => t.close());

const key = (...scopes: string[]): Ctx => t.as({ kind: 'api_key', role: 'administrator', scopes });

describe('a link that sets a password', () => {
  it('is not read by a key of an administrator that may only read mail', async () => {
    const reader = key('emails:read', 'sandbox:read');
    const { html, text } = await readEmail(reader, invitation);
    expect(html + text).toContain('/invitation/(hidden)');
    expect(html + text).not.toContain(token);
    const raw = (await emailEml(reader, invitation)).content.toString().replace(/=\r\n/g, '');
    expect(raw).toContain('/invitation/(hidden)');
    expect(raw).not.toContain(token);
    const shown = await readSandboxMessage(reader, sandboxId);
    expect(`${shown.html} ${shown.text}`).not.toContain(token);
    await expect(sandboxEml(reader, sandboxId)).rejects.toThrow(/users:write/);
  });

  it.each([
    ['a key that may set passwords anyhow', () => key('emails:read', 'sandbox:read', 'users:write')],
    ['a key with every scope', () => key('*')],
    ['an administrator at the screen', () => t.as({ role: 'administrator' })],
  ])('is read by %s', async (_, reader) => {
    expect(token).not.toBe('');
    expect(tokenOf((await readEmail(reader(), invitation)).text)).toBe(token);
    expect((await readSandboxMessage(reader(), sandboxId)).text).toContain(token);
    expect((await sandboxEml(reader(), sandboxId)).content.length).toBeGreaterThan(0);
  });

  it('leaves the raw mail of others to the reading key', async () => {
    const { emailId } = await enqueueEmail(t.ctx, draftTo(['mary@customer.example']));
    await sendDueDeliveries(t.ctx, { emailIds: [emailId] });
    const page = await listSandboxMessages(t.ctx, {
      limit: 1,
      sort: { field: 'createdAt', descending: true },
      filters: [],
    });
    expect((await sandboxEml(key('sandbox:read'), page.items[0]?.id ?? 0)).content.toString()).toContain('our offer');
  });
});

describe('a support bundle', () => {
  it('holds what is known of a mail and its server, and neither passwords nor tokens', async () => {
    const serverId = await addServer(t.ctx, { port: 1, name: 'Relay', username: 'anna', password: 'hunter2-secret' });
    const html = '<p>Unsubscribe <a href="https://mycompany.example/u/Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6">here</a></p>';
    const { emailId } = await enqueueEmail(t.ctx, draftTo(['mary@customer.example'], { html }));
    const { deliveries } = await readRows(t.ctx, emailId);
    const transcript = 'C: MAIL FROM:<anna@mycompany.example>\nS: 421 too busy';
    const attempt = { serverId, serverName: 'Relay', stage: 'mail' as const, result: 'queued', transcript };
    const deliveryId = deliveries[0]?.id ?? 0;
    await t.ctx.db.insert(deliveryAttempt).values({ deliveryId, startedAt: new Date(), ...attempt });
    const trace = [{ rule: 'domain', matched: true, detail: 'mycompany.example is in the filter' }];
    await t.ctx.db.update(email).set({ serverId, trace }).where(eq(email.id, emailId));
    const about = { key: String(serverId), severity: 'error' as const, title: 'Relay does not take mail', detail: 'x' };
    await openAlert(t.ctx, { kind: 'outgoing-server-down', ...about });
    const { fileName, content } = await supportBundle(t.ctx, emailId, '1.2.3');
    expect(fileName).toBe(`email-${emailId}-support.json`);
    const bundle = JSON.parse(content);
    expect(bundle).toMatchObject({
      email: { id: emailId, trace, deliveries: [{ recipient: 'mary@customer.example', timeline: [{ transcript }] }] },
      server: { name: 'Relay', port: 1 },
      alerts: [{ title: 'Relay does not take mail' }],
      versions: { product: '1.2.3', node: process.version },
    });
    expect(bundle.raw).toContain('Subject: Our offer');
    expect(content).not.toMatch(/hunter2|Zm9vYmFyYmF6/);
    expect((await supportBundle(t.ctx, invitation, '1.2.3')).content).not.toContain(token);
  });

  it('is for administrators', async () => {
    await expect(supportBundle(t.as({ role: 'user' }), invitation, '1.2.3')).rejects.toThrow(/administrator/);
  });
});
