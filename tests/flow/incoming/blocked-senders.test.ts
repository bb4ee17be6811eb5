import { afterAll, beforeAll, expect, test } from 'vitest';
import { saveAlias } from '#lib/mail/aliases/save-alias.ts';
import { blockSender } from '#lib/mail/incoming/block-sender.ts';
import { receiveMail } from '#lib/mail/incoming/receive.ts';
import { removeEntry } from '#lib/mail/suppression/remove-entry.ts';
import { foundNorth } from '../../setup/found-north.ts';
import { sampleMail } from '../../setup/sample-mail.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

let t: TestContext;

beforeAll(async () => {
  t = await openTestContext();
  await foundNorth(t.ctx);
  await saveAlias(t.ctx, { localPart: 'sales', model: 'lead' });
});
afterAll(() => t.close());

const write = (from: string, more = {}) => receiveMail(t.ctx, { raw: sampleMail({ from, ...more }), source: 'http' });

test('mails of a blocked sender are spam, however the name is written, until he is taken off the list', async () => {
  const first = await write('Joe <joe@noise.example>');
  expect(first.outcome).toBe('record_created');
  const entry = await blockSender(t.ctx, first.id ?? 0);
  expect(entry).toMatchObject({ email: 'joe@noise.example', active: true });
  expect(await write('"Other name" <JOE@Noise.example>')).toMatchObject({
    outcome: 'spam',
    reason: expect.stringContaining('joe@noise.example is a blocked sender'),
    routes: [expect.objectContaining({ model: null, messageId: null })],
  });
  expect((await write('jane@noise.example')).outcome).toBe('record_created');
  await removeEntry(t.ctx, 'blocked-senders', entry.id);
  expect((await write('joe@noise.example')).outcome).toBe('record_created');
});

test('only administrators block, and only a sender there is', async () => {
  const { id } = await write('joe@noise.example', { messageId: null, subject: 'x' });
  await expect(blockSender(t.as({ userId: 1, role: 'user' }), id ?? 0)).rejects.toMatchObject({ code: 'forbidden' });
  const nobody = await receiveMail(t.ctx, { raw: Buffer.from('Subject: x\r\n\r\nx\r\n'), source: 'http' });
  await expect(blockSender(t.ctx, nobody.id ?? 0)).rejects.toMatchObject({ code: 'invalid' });
});
