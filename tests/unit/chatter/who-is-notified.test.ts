import { describe, expect, it } from 'vitest';
import { type Announcement, type Person, whoIsNotified } from '#lib/chatter/who-is-notified.ts';

const byMail: Announcement = {
  internal: false,
  authorContactId: 1,
  authorEmail: 'anna@mycompany.example',
  alreadyAddressed: [],
  ownAddresses: [],
  silent: false,
  notifyOutside: true,
};

function person(change: Partial<Person> = {}): Person {
  return {
    contactId: 2,
    name: 'Mary',
    email: 'mary@customer.example',
    active: true,
    user: null,
    subtypes: ['discussions'],
    explicit: false,
    ...change,
  };
}

const mailUser = { id: 7, notification: 'email' as const };
const inboxUser = { id: 8, notification: 'inbox' as const };

describe('who is notified', () => {
  it.each<[string, Partial<Announcement>, Partial<Person>, boolean]>([
    ['a follower of discussions hears of a comment', {}, {}, true],
    ['a follower of notes only does not', {}, { subtypes: ['notes'] }, false],
    ['an explicit recipient need not follow', {}, { subtypes: null, explicit: true }, true],
    ['a stranger hears nothing', {}, { subtypes: null }, false],
    ['the author never hears of their own message', {}, { contactId: 1 }, false],
    ['nor does a second contact with the author’s address', {}, { email: 'Anna <ANNA@mycompany.example>' }, false],
    ['an archived contact is left alone', {}, { active: false }, false],
    ['an archived contact even when named', {}, { active: false, explicit: true }, false],
    ['who had the mail already is not mailed again', { alreadyAddressed: ['Mary@Customer.example'] }, {}, false],
    ['an alias of ours would come back in', { ownAddresses: ['mary@customer.example'] }, {}, false],
    ['automatic replies notify nobody', { silent: true }, { explicit: true }, false],
    ['a note does not reach a following customer', { internal: true }, { subtypes: ['discussions', 'notes'] }, false],
    ['a note reaches a customer who is mentioned', { internal: true }, { subtypes: null, explicit: true }, true],
    ['a note reaches a user who follows notes', { internal: true }, { user: mailUser, subtypes: ['notes'] }, true],
    ['a note does not reach a user who follows discussions', { internal: true }, { user: mailUser }, false],
  ])('%s', (_, message, change, told) => {
    const { notified, trace } = whoIsNotified({ ...byMail, ...message }, [person(change)]);
    expect(notified).toHaveLength(told ? 1 : 0);
    expect(trace).toEqual([expect.objectContaining({ matched: told })]);
  });

  it.each<[string, Partial<Person>, object]>([
    ['customers get mail', {}, { channel: 'email', email: 'mary@customer.example', failureType: null }],
    ['users get what they prefer', { user: inboxUser }, { channel: 'inbox', userId: 8, failureType: null }],
    ['a name in the address field is no obstacle', { email: 'Mary <mary@x.example>' }, { email: 'mary@x.example' }],
    ['no address fails at once', { email: null }, { failureType: 'mail_email_missing', email: '' }],
    ['a text that is no address fails at once', { email: 'mary at home' }, { failureType: 'mail_email_invalid' }],
    ['the Inbox needs no address', { email: null, user: inboxUser }, { failureType: null }],
  ])('%s', (_, change, expected) => {
    expect(whoIsNotified(byMail, [person(change)]).notified[0]).toMatchObject(expected);
  });
});
