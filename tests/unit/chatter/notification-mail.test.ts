import { describe, expect, it } from 'vitest';
import { type NotificationFacts, notificationMail } from '#lib/chatter/notification-mail.ts';
import type { Notified } from '#lib/chatter/who-is-notified.ts';

const facts: NotificationFacts = {
  message: {
    id: 5,
    model: 'lead',
    recordId: 3,
    subject: null,
    bodyHtml: '<p>Hello Mary</p>',
    messageId: '<own@mycompany.example>',
    internal: false,
  },
  record: { name: 'Fifty chairs', companyId: 1 },
  label: 'lead',
  recordUrl: 'https://erp.example/crm/leads/3',
  baseUrl: 'https://erp.example',
  author: { name: 'Anna Berg', email: 'anna@mycompany.example', signature: '<p>Anna, sales</p>' },
  companyName: 'My Company',
  replyAddress: 'catchall@mycompany.example',
  ancestors: [],
  attachmentIds: [],
  contentIds: new Map(),
  incoming: [],
  unfollowUrls: new Map([[2, 'https://erp.example/unfollow/t']]),
};

const mary: Notified = {
  contactId: 1,
  name: 'Mary Lind',
  email: 'mary@customer.example',
  channel: 'email',
  userId: null,
  isFollower: true,
  failureType: null,
};
const bert: Notified = { ...mary, contactId: 2, name: 'Bert', email: 'bert@mycompany.example', userId: 9 };
const paul: Notified = { ...mary, contactId: 3, name: 'Paul', email: 'paul@customer.example' };

function withMessage(change: Partial<NotificationFacts['message']>): NotificationFacts {
  return { ...facts, message: { ...facts.message, ...change } };
}

describe('the mail that carries a message', () => {
  it('goes out as its author, and is answered to us under the name of company and document', () => {
    const draft = notificationMail(facts, [mary]);
    expect(draft.from).toBe('"Anna Berg" <anna@mycompany.example>');
    expect(draft.replyTo).toBe('"My Company Fifty chairs" <catchall@mycompany.example>');
    expect(draft.messageId).toBe('<own@mycompany.example>');
  });

  it.each([
    [67, true],
    [68, true],
    [69, false],
  ])('names Reply-To when the value has %i characters: %s', (length, named) => {
    const name = 'n'.repeat(length - '"My Company " <catchall@mycompany.example>'.length);
    const { replyTo } = notificationMail({ ...facts, record: { name, companyId: 1 } }, [mary]);
    expect(replyTo?.startsWith('"My Company')).toBe(named);
    expect(replyTo).toContain('catchall@mycompany.example');
  });

  it.each([
    ['the message’s own', { subject: 'Our offer' }, 'Our offer'],
    ['the document’s', {}, 'Re: Fifty chairs'],
    ['on one line', { subject: 'a\r\nBcc: b@c.example' }, 'a Bcc: b@c.example'],
  ])('has as subject %s', (_, change, subject) => {
    expect(notificationMail(withMessage(change), [mary]).subject).toBe(subject);
  });

  it('refers to three ancestors, public ones first, and to itself', () => {
    const ancestors = [1, 2, 3, 4, 5].map((n) => ({ messageId: `<${n}@x.example>`, public: n !== 4 }));
    const { references } = notificationMail({ ...facts, ancestors }, [mary]);
    expect(references).toBe('<2@x.example> <3@x.example> <5@x.example> <own@mycompany.example>');
  });

  it('shows the button and the way out to colleagues only', () => {
    const [forMary, forBert] = notificationMail(facts, [mary, bert]).recipients;
    expect(forMary?.personalisation).toMatchObject({ pw_action: '', pw_action_text: '', pw_footer: '' });
    expect(forBert?.personalisation?.pw_action).toContain('View lead');
    expect(forBert?.personalisation?.pw_action_text).toContain('https://erp.example/crm/leads/3');
    expect(forBert?.personalisation?.pw_footer).toContain('https://erp.example/unfollow/t');
  });

  it('gives everybody a copy that lists the other customers for reply-all, never colleagues', () => {
    const { recipients } = notificationMail(facts, [mary, bert, paul]);
    expect(recipients.map((recipient) => recipient.copy)).toEqual([0, 1, 2]);
    expect(recipients[0]?.headerTo).toBe('"Mary Lind" <mary@customer.example>, "Paul" <paul@customer.example>');
    expect(recipients[0]?.headerTo).not.toContain('bert');
    expect(recipients[1]?.headerTo).toContain('mary@customer.example');
  });

  it('lists whom the relayed mail went to, but nobody from fifty on', () => {
    const incoming = Array.from({ length: 50 }, (_, n) => ({ name: '', address: `p${n}@customer.example` }));
    expect(notificationMail({ ...facts, incoming: incoming.slice(0, 1) }, [bert]).recipients[0]?.headerTo).toContain(
      'p0@',
    );
    expect(notificationMail({ ...facts, incoming }, [bert]).recipients[0]?.headerTo).not.toContain('p0@');
  });

  it('makes links absolute, lets pictures travel along, and fills in no placeholder a person typed', () => {
    const bodyHtml =
      '<a href="/crm/leads/3">x</a><img src="/api/v1/attachments/4/content"><p>{{pw_footer}}</p><img data-blocked-src="https://p.example/a.png">';
    const { html } = notificationMail({ ...withMessage({ bodyHtml }), contentIds: new Map([[4, 'pic@x']]) }, [mary]);
    expect(html).toContain('href="https://erp.example/crm/leads/3"');
    expect(html).toContain('src="cid:pic@x"');
    expect(html).toContain('<p>&#123;&#123;pw_footer}}</p>');
    expect(html).toContain('src="https://p.example/a.png"');
  });

  it('never lets a document’s name become markup', () => {
    const record = { name: '<script>alert(1)</script>', companyId: 1 };
    const draft = notificationMail({ ...facts, record }, [bert]);
    expect(draft.html).not.toContain('<script>');
    expect(draft.recipients[0]?.personalisation?.pw_action).not.toContain('<script>');
  });

  it('has no author’s address to offer when nobody is known', () => {
    expect(
      notificationMail({ ...facts, author: { name: 'System', email: null, signature: null } }, [mary]).from,
    ).toBeNull();
  });
});
