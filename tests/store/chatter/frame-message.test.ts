import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { frameMessage } from '#lib/chatter/frame-message.ts';
import { postIncomingMessage } from '#lib/chatter/post-incoming-message.ts';
import type { Ctx } from '#lib/db/context.ts';
import { createRecord } from '#lib/documents/create-record.ts';
import { readFormOptions } from '#lib/documents/read-form-options.ts';
import { sanitizeMailHtml } from '#lib/mail/message/sanitize-html.ts';
import { makeCompany, makeUser } from '../../setup/people.ts';
import { openTestContext, type TestContext } from '../../setup/test-context.ts';

const received = (html: string) => sanitizeMailHtml(html, { allowRemoteImages: true });

let t: TestContext;
let anna: Ctx;
let stranger: Ctx;
let address: { model: string; recordId: number; id: number };

beforeAll(async () => {
  t = await openTestContext();
  const companyId = await makeCompany(t.ctx);
  const otherId = await makeCompany(t.ctx, 'Another company', null);
  anna = t.as((await makeUser(t.ctx, { name: 'Anna', email: 'anna@mycompany.example', companyId })).actor);
  const other = await makeUser(t.ctx, { name: 'Zoe', email: 'zoe@elsewhere.example', companyId: otherId });
  stranger = t.as(other.actor);
  const recordId = (await createRecord(anna, 'lead', { name: 'Lamps' })).id;
  const { messageId } = await postIncomingMessage(t.ctx, {
    model: 'lead',
    recordId,
    incomingMailId: 1,
    messageId: '<frame@customer.example>',
    author: { contactId: null, name: 'Mary', email: 'mary@customer.example' },
    subject: 'Lamps',
    html: received(
      '<p onclick="steal()">Look<script>steal()</script> <img src="https://pictures.example/lamp.png"></p><p>quoted</p>',
    ),
    visibleHtml: received('<p>Look <img src="https://pictures.example/lamp.png"></p>'),
    internal: false,
    incomingTo: [],
    incomingCc: [],
    attachments: [],
    alreadyAddressed: [],
  });
  address = { model: 'lead', recordId, id: messageId };
});
afterAll(() => t.close());

describe('a received mail in a frame', () => {
  it('shows pictures from outside, and nothing that runs', async () => {
    const { html, headers } = await frameMessage(anna, address, { whole: false });
    expect(html).toContain('src="https://pictures.example/lamp.png"');
    expect(html).not.toMatch(/steal|onclick/);
    expect(headers['content-security-policy']).toMatch(/^sandbox (?!.*allow-scripts).*default-src 'none'/);
  });

  it('adds what it quotes when asked', async () => {
    expect((await frameMessage(anna, address, { whole: false })).html).not.toContain('quoted');
    expect((await frameMessage(anna, address, { whole: true })).html).toContain('quoted');
  });

  it('does not exist for people of another company', async () => {
    await expect(frameMessage(stranger, address, { whole: false })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('the form of a document', () => {
  it('offers the users of the companies one works for, and their email domain', async () => {
    const options = await readFormOptions(anna, null);
    expect(options.owners.map(({ name }) => name)).toEqual(['Anna']);
    expect(options.aliasDomain).toBe('mycompany.example');
  });
});
