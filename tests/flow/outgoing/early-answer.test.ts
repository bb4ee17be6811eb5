import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
import { sendDueDeliveries } from '#lib/mail/outgoing/send.ts';
import { addServer, draftTo, readRows, seedMailDomain } from '../../setup/outgoing-fixtures.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let server: Server;
let answer = '';
let dots = 0;
const open = new Set<Socket>();

/** Answers in one breath that it is ready for the message and what it thinks of it; a dot it takes nevertheless. */
beforeAll(async () => {
  t = await openTestContext();
  await seedMailDomain(t.ctx);
  server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.write('220 hasty.example\r\n');
    let mail: string | null = null;
    socket.on('data', (bytes) => {
      if (mail !== null) {
        mail += bytes.toString();
        if (!mail.includes('\r\n.\r\n')) return;
        dots += 1;
        mail = null;
        socket.write('250 2.0.0 taken nevertheless\r\n');
        return;
      }
      for (const command of bytes.toString().trim().split('\r\n')) {
        if (command !== 'DATA') socket.write('250 ok\r\n');
        else {
          mail = '';
          socket.write(`354 go ahead\r\n${answer}\r\n`);
        }
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await addServer(t.ctx, { port: (server.address() as AddressInfo).port });
});
beforeEach(() => {
  dots = 0;
});
afterAll(async () => {
  for (const socket of open) socket.destroy();
  server.close();
  await t.close();
});

async function send() {
  // Larger than what fits into the socket at once, so that the answer comes in the midst of it.
  const html = `<p>${'Hello, here is our offer. '.repeat(40_000)}</p>`;
  const { emailId } = await enqueueEmail(t.ctx, draftTo(['mary@customer.example'], { html }));
  await sendDueDeliveries(t.ctx, { emailIds: [emailId] });
  const [delivery] = (await readRows(t.ctx, emailId)).deliveries;
  return delivery;
}

it('hands nothing over to a server that has refused the mail while it travelled', async () => {
  answer = '451 4.7.1 come back later';
  expect(await send()).toMatchObject({ state: 'deferred', attempts: 1, smtpReply: answer });
  expect(dots).toBe(0);
});

it('believes no server that confirms a mail it cannot have yet', async () => {
  answer = '250 2.0.0 taken';
  expect(await send()).toMatchObject({ state: 'deferred', attempts: 1, sentAt: null });
  expect(dots).toBe(0);
});
