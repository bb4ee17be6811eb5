import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { enqueueEmail } from '#lib/mail/outgoing/queue/enqueue-email.ts';
import { sendDueDeliveries } from '#lib/mail/outgoing/send.ts';
import { addServer, draftTo, readRows, seedMailDomain } from '../../setup/outgoing-fixtures.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;
let server: Server;
const open = new Set<Socket>();

/** What the server announces, how it answers a command, and what it got: commands by segment, messages in one piece. */
let extensions: string[];
let answer: (command: string) => string | undefined;
let segments: string[][];
let messages: string[];

/** Speaks SMTP word by word, with faults no real server would be taught. */
beforeAll(async () => {
  t = await openTestContext();
  await seedMailDomain(t.ctx);
  server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.write('220-relay.example\r\n220 ready\r\n');
    let mail: string | null = null;
    socket.on('data', (bytes) => {
      if (mail !== null) {
        mail += bytes.toString('latin1');
        if (!/(?:^|\r\n)\.\r\n$/.test(mail)) return;
        messages.push(mail);
        mail = null;
        socket.write('250 2.0.0 taken\r\n');
        return;
      }
      const commands = bytes.toString('latin1').trim().split('\r\n');
      segments.push(commands.map((command) => command.split(/[ :]/)[0] ?? ''));
      for (const command of commands) {
        const reply = answer(command) ?? usual(command);
        socket.write(`${reply}\r\n`);
        if (command === 'DATA' && reply.startsWith('3')) mail = '';
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await addServer(t.ctx, { port: (server.address() as AddressInfo).port });
});
beforeEach(() => {
  for (const socket of open) socket.destroy();
  open.clear();
  extensions = ['PIPELINING'];
  answer = () => undefined;
  segments = [];
  messages = [];
});
afterAll(async () => {
  for (const socket of open) socket.destroy();
  server.close();
  await t.close();
});

function usual(command: string): string {
  if (command.startsWith('EHLO'))
    return ['250-relay.example', ...extensions.map((name) => `250-${name}`), '250 HELP'].join('\r\n');
  return command === 'DATA' ? '354 go ahead' : '250 ok';
}

async function send(...recipients: string[]) {
  const { emailId } = await enqueueEmail(t.ctx, draftTo(recipients));
  await sendDueDeliveries(t.ctx, { emailIds: [emailId] });
  const { deliveries } = await readRows(t.ctx, emailId);
  return deliveries.map(({ state, smtpReply }) => [state, smtpReply]);
}

const [mary, john] = ['mary@customer.example', 'john@customer.example'];

it('says the whole envelope in one go where the server has PIPELINING', async () => {
  expect(await send(mary, john)).toEqual([
    ['sent', '250 2.0.0 taken'],
    ['sent', '250 2.0.0 taken'],
  ]);
  expect(segments).toContainEqual(['MAIL', 'RCPT', 'RCPT', 'DATA']);
});

it('waits for each answer where it has not', async () => {
  extensions = [];
  answer = (command) => (command.includes('mary') ? '550 5.1.1 no such user' : undefined);
  expect(await send(mary, john)).toEqual([
    ['failed', '550 5.1.1 no such user'],
    ['sent', '250 2.0.0 taken'],
  ]);
  expect(segments.every((commands) => commands.length === 1)).toBe(true);
  expect(messages).toHaveLength(1);
});

it('does not ask for the message where nobody is to get it', async () => {
  extensions = [];
  answer = (command) => (command.startsWith('RCPT') ? '550 5.1.1 no such user' : undefined);
  expect(await send(mary)).toEqual([['failed', '550 5.1.1 no such user']]);
  expect(segments.flat()).not.toContain('DATA');
});

it('hands an empty message to a server that wants one for nobody, and goes on with it', async () => {
  answer = (command) => (command.includes('mary') ? '550 5.1.1 no such user' : undefined);
  expect(await send(mary)).toEqual([['failed', '550 5.1.1 no such user']]);
  expect(messages).toEqual(['.\r\n']);
  expect(await send(john)).toEqual([['sent', '250 2.0.0 taken']]);
  expect(open.size).toBe(1);
});

it('hands no message to a server that wants it although it has refused the sender', async () => {
  answer = (command) => (command.startsWith('MAIL') ? '550 5.7.1 not for you' : undefined);
  expect(await send(mary)).toEqual([['queued', '550 5.7.1 not for you']]);
  expect(messages).toEqual([]);
});

it('understands an answer of several lines, and keeps it word for word', async () => {
  answer = (command) =>
    command.startsWith('RCPT') ? '550-5.1.1 no such user here,\r\n550 5.1.1 ask the postmaster' : undefined;
  expect(await send(mary)).toEqual([['failed', '550-5.1.1 no such user here,\n550 5.1.1 ask the postmaster']]);
});
