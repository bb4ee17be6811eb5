import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
import { sendDueDeliveries } from '#lib/mail/outgoing/send.ts';
import { sendEmailNow } from '#lib/mail/outgoing/send-email-now.ts';
import { closeIdleConnections } from '#lib/mail/outgoing/transport/connection-pool.ts';
import { saveOutgoingServer } from '#lib/mail/servers/save-outgoing-server.ts';
import { testOutgoingServer } from '#lib/mail/servers/test-outgoing-server.ts';
import { addServer, draftTo, letTimePass, readRows, seedMailDomain } from '../../setup/outgoing-fixtures.ts';
import { canRunPostfix, type Postfix, startPostfix } from '../../setup/postfix.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

const refusals = [
  '{ nobody@customer.example = 550 5.1.1 There is no such person }',
  '{ shy@customer.example = 450 4.7.1 Greylisted for 60 seconds }',
].join(', ');

/** Postfix that takes mail, refuses as told, and throws away what it took. Its log tells what it got. */
const options = {
  lmtpPort: 1,
  catchall: { domain: 'mycompany.example', mailbox: 'all@mycompany.example', people: [] },
  selfSigned: true,
  settings: {
    default_transport: 'discard:',
    virtual_alias_maps: '',
    message_size_limit: '200000',
    smtpd_recipient_restrictions: `check_recipient_access inline:{${refusals}}, permit_mynetworks, reject`,
  },
};

describe.runIf(canRunPostfix)('with a real Postfix', () => {
  let t: TestContext;
  let postfix: Postfix;
  let serverId: number;

  beforeAll(async () => {
    t = await openTestContext();
    await seedMailDomain(t.ctx);
    postfix = await startPostfix(options);
    serverId = await addServer(t.ctx, { port: postfix.port, host: 'localhost' });
  });
  afterAll(async () => {
    closeIdleConnections();
    await postfix.stop();
    await t.close();
  });

  async function send(draft: Parameters<typeof enqueueEmail>[1]) {
    const { emailId } = await enqueueEmail(t.ctx, draft);
    await sendDueDeliveries(t.ctx, { emailIds: [emailId] });
    return { emailId, ...(await readRows(t.ctx, emailId)) };
  }

  /** How often Postfix took a mail of this Message-ID. */
  async function timesTaken(messageId: string): Promise<number> {
    return (await postfix.log()).split(`message-id=${messageId}`).length - 1;
  }

  it('passes the test of a server and stops before DATA', async () => {
    const { ok, steps } = await testOutgoingServer(t.ctx, serverId);
    expect(ok).toBe(true);
    expect(steps.map(({ step }) => step)).toEqual(['dns', 'tcp', 'tls', 'ehlo', 'auth', 'mail', 'rcpt']);
  });

  it('fails an unknown person at once, puts a greylisted one off, delivers to the third, in one transaction', async () => {
    const people = ['nobody@customer.example', 'shy@customer.example', 'mary@customer.example'];
    const { mail, deliveries } = await send(draftTo(people));
    expect(deliveries.map(({ state, failureType }) => [state, failureType])).toEqual([
      ['failed', 'mail_email_invalid'],
      ['deferred', null],
      ['sent', null],
    ]);
    expect(deliveries[0]?.smtpReply).toContain('There is no such person');
    expect(deliveries[2]?.smtpReply).toMatch(/^250 2\.0\.0 Ok: queued as/);
    expect(mail.state).toBe('failed');
    await expect.poll(() => timesTaken(mail.messageId)).toBe(1);
  });

  it('names a mail larger than Postfix takes', async () => {
    const { deliveries } = await send(draftTo(['mary@customer.example'], { html: `<p>${'long '.repeat(60_000)}</p>` }));
    expect(deliveries[0]).toMatchObject({ state: 'failed', failureType: 'too_large' });
  });

  it('waits while Postfix is down and sends once when it is back', async () => {
    const { port } = postfix;
    closeIdleConnections();
    await postfix.stop();
    const { emailId, mail, deliveries } = await send(draftTo(['mary@customer.example']));
    expect(deliveries[0]).toMatchObject({ state: 'queued', attempts: 0 });
    postfix = await startPostfix({ ...options, port });
    await sendEmailNow(t.ctx, emailId);
    await sendDueDeliveries(t.ctx, { emailIds: [emailId] });
    expect((await readRows(t.ctx, emailId)).mail.state).toBe('sent');
    await expect.poll(() => timesTaken(mail.messageId)).toBe(1);
  });

  it('survives a Postfix that is stopped while a connection to it idles', async () => {
    const { port } = postfix;
    await send(draftTo(['mary@customer.example']));
    await postfix.stop();
    postfix = await startPostfix({ ...options, port });
    const { mail, attempts } = await send(draftTo(['mary@customer.example']));
    expect(mail.state).toBe('sent');
    expect(attempts).toHaveLength(1);
  });

  it('gives nothing to a server whose certificate nobody vouches for, where that is asked for', async () => {
    closeIdleConnections();
    await saveOutgoingServer(t.ctx, { id: serverId, encryption: 'starttls_strict' });
    const { emailId, mail, deliveries } = await send(draftTo(['mary@customer.example']));
    expect(deliveries[0]).toMatchObject({ state: 'queued', stage: 'tls', attempts: 0 });
    expect(deliveries[0]?.reason).toContain('self-signed');
    expect(await timesTaken(mail.messageId)).toBe(0);
    await saveOutgoingServer(t.ctx, { id: serverId, encryption: 'starttls' });
    await letTimePass(t.ctx);
    await sendDueDeliveries(t.ctx, { emailIds: [emailId] });
    expect((await readRows(t.ctx, emailId)).mail.state).toBe('sent');
  });
});
