import { expect } from 'vitest';
import { bodyOf } from '../../setup/api-client.ts';
import { make, ours } from './company.ts';
import { multipart } from './multipart.ts';
import type { WorkedCase } from './worked-case.ts';

/** What mails to a project make of the people they name. */
export const projectCases: WorkedCase[] = [
  {
    number: 144,
    says: 'the sender of a mail to a project becomes a contact and follows; strangers in To and Cc do not',
    given: async ({ api }) => make(api, 'project', { name: 'Case 144', aliasLocalPart: 'project.144' }),
    mail: { to: `project.144@${ours}, bob.144@x.example`, cc: 'zoe.144@x.example' },
    expect: { routes: ['task record_created'], followers: ['mary.144@customer.example'] },
    afterwards: async ({ api }) => {
      const found = await api.get('/records/contact?email=bob.144@x.example,zoe.144@x.example');
      expect(bodyOf(found).total).toBe(0);
    },
  },
  {
    number: 146,
    says: 'colleagues in To work on the task, those in Cc alone do not; strangers stand in Cc',
    given: async ({ api }) => make(api, 'project', { name: 'Case 146', aliasLocalPart: 'project.146' }),
    mail: { to: `project.146@${ours}, erin@mycompany.example, bob@x.example`, cc: 'ivan@mycompany.example' },
    expect: (_, { erin }) => ({ documents: [{ ownerId: erin.id, assigneeIds: [erin.id] }] }),
    afterwards: async (_, __, { documents }) => {
      expect(documents[0].emailCc).toContain('bob@x.example');
    },
  },
  {
    number: 147,
    says: 'the signature Gmail writes below a mail is no part of what is to be done',
    given: async ({ api }) => make(api, 'project', { name: 'Case 147', aliasLocalPart: 'project.147' }),
    mail: {
      to: `project.147@${ours}`,
      ...multipart('multipart/alternative', [
        { type: 'text/plain; charset=utf-8', body: 'Paint the wall.\n\n-- \nMary, Head of walls' },
        {
          type: 'text/html; charset=utf-8',
          body: '<div>Paint the wall.</div><div><div dir="ltr" class="gmail_signature">Mary, Head of walls</div></div>',
        },
      ]),
    },
    expect: {},
    afterwards: async (_, __, { documents }) => {
      expect(documents[0].description).toContain('Paint the wall.');
      expect(documents[0].description).not.toContain('Head of walls');
    },
  },
];
