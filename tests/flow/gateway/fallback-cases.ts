import { expect } from 'vitest';
import { bodyOf, type Json } from '../../setup/api-client.ts';
import { addAlias, type Company, ours } from './company.ts';
import type { WorkedCase } from './worked-case.ts';

/** A mailbox whose mails are handed over to us. */
async function makeServer(api: Company['api'], fields: Json): Promise<Json> {
  return bodyOf(await api.post('/incoming-servers', { name: 'Mailbox', type: 'push', ...fields }));
}

/** Mails that are no answers and that no alias takes, or that were here before. */
export const fallbackCases: WorkedCase[] = [
  {
    number: 113,
    says: 'the same mail twice: the second is a duplicate and posts nothing',
    mail: [{ messageId: '<twice.113@customer.example>' }, { messageId: '<twice.113@customer.example>' }],
    expect: { outcome: 'duplicate', documents: [] },
  },
  {
    number: 114,
    says: 'a fallback model that mails cannot create: quarantine, and the reason (product.md section 6)',
    given: ({ api }) => makeServer(api, { model: 'contact' }),
    mail: ({ id }) => ({ to: `nobody.114@${ours}`, serverId: id }),
    expect: { outcome: 'quarantined', reason: expect.stringContaining('cannot be created from mail') },
  },
  {
    number: 116,
    says: 'no alias, and a fallback model: a record of it, named after the subject',
    given: ({ api }) => makeServer(api, { model: 'ticket' }),
    mail: ({ id }) => ({ to: 'somebody@elsewhere.example', subject: 'Case 116', serverId: id }),
    expect: { routes: ['ticket record_created'], documents: [{ name: 'Case 116' }] },
  },
  {
    number: '116b',
    says: 'an alias comes before the fallback model, also one that only the address of the mailbox names (product.md section 6)',
    given: async ({ api }) => {
      await addAlias(api, 'mailbox.116b');
      return makeServer(api, { model: 'ticket', address: `mailbox.116b@${ours}` });
    },
    mail: ({ id }) => ({ to: 'undisclosed-recipients:;', serverId: id }),
    expect: { routes: ['lead record_created'] },
  },
  {
    number: '116c',
    says: 'an alias that refuses is the end of it: the fallback model is not tried',
    given: async ({ api }) => {
      await addAlias(api, 'partners.116c', { contactPolicy: 'partners' });
      return makeServer(api, { model: 'ticket' });
    },
    mail: ({ id }) => ({ to: `partners.116c@${ours}`, serverId: id }),
    expect: { routes: ['lead bounced_policy'], answers: [{ to: 'mary.116c@customer.example' }] },
  },
  {
    number: 115,
    says: 'no alias and no model: the mail waits in quarantine and nobody is answered (product.md section 6)',
    mail: { to: `nobody.115@${ours}` },
    expect: { outcome: 'quarantined', documents: [] },
  },
  {
    number: '115b',
    says: 'a mail that was in quarantine finds its alias when it is replayed',
    mail: { to: `later.115b@${ours}` },
    expect: { outcome: 'quarantined' },
    afterwards: async ({ api }) => {
      const [mail] = bodyOf(await api.get('/incoming-mails?sort=-id&limit=1')).items;
      await addAlias(api, 'later.115b');
      bodyOf(await api.post(`/incoming-mails/${mail.id}/replay`));
      expect(bodyOf(await api.get(`/incoming-mails/${mail.id}`))).toMatchObject({ outcome: 'record_created' });
    },
  },
];
