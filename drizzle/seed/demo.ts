import { postIncomingMessage } from '#lib/chatter/post-incoming-message.ts';
import { postMessage } from '#lib/chatter/post-message.ts';
import { leadStages } from '#lib/core/enumerations.ts';
import type { Ctx } from '#lib/db/context.ts';
import { createRecord } from '#lib/documents/create-record.ts';
import { modelOf } from '#lib/documents/registry.ts';
import { updateRecord } from '#lib/documents/update-record.ts';
import { loadAliasDomain } from '#lib/mail/aliases/load-alias-domain.ts';
import { textToHtml } from '#lib/mail/message/html.ts';
import { addUser } from '#lib/users/add-user.ts';
import { demoContacts, demoNotes, demoWishes } from './demo-data.ts';

/** Leads made: enough for a list to have stages, owners and a second screen. */
const leadCount = 40;

/**
 * Fills the actor's company with users, teams, contacts and leads that have a history. No mail leaves: the customers'
 * messages come before anybody follows, and what colleagues wrote are notes.
 */
export async function seedDemo(ctx: Ctx): Promise<void> {
  const owners = await seedUsers(ctx);
  const teams = [
    await createRecord(ctx, 'sales_team', { name: 'Europe', aliasLocalPart: 'sales' }),
    await createRecord(ctx, 'sales_team', { name: 'Partners', aliasLocalPart: 'partners' }),
  ];
  const contacts = [];
  for (const person of demoContacts) contacts.push(await createRecord(ctx, 'contact', person));
  for (let index = 0; index < leadCount; index += 1) {
    const contact = contacts[index % contacts.length];
    const person = demoContacts[index % demoContacts.length];
    const teamId = teams[index % teams.length]?.id;
    if (contact && person) await seedLead(ctx, { index, contactId: contact.id, person, teamId, owners });
  }
}

/** Colleagues without password: they can be invited, and are owners until then. */
async function seedUsers(ctx: Ctx): Promise<number[]> {
  const companyId = ctx.actor.companyIds[0] ?? null;
  const domain = (await loadAliasDomain(ctx, companyId))?.name ?? 'mycompany.example';
  const owners = ctx.actor.userId === null ? [] : [ctx.actor.userId];
  for (const name of ['Nora Beck', 'Sam Rivera']) {
    const email = `${name.toLowerCase().replace(' ', '.')}@${domain}`;
    if (email === ctx.actor.email?.toLowerCase()) continue;
    const rights = { role: 'user' as const, notification: 'inbox' as const, companyIds: ctx.actor.companyIds };
    owners.push(await addUser(ctx, { name, email, passwordHash: null, ...rights }));
  }
  return owners;
}

interface LeadSeed {
  index: number;
  contactId: number;
  person: (typeof demoContacts)[number];
  teamId: number | undefined;
  owners: number[];
}

async function seedLead(ctx: Ctx, { index, contactId, person, teamId, owners }: LeadSeed): Promise<void> {
  const wish = demoWishes[index % demoWishes.length];
  if (!wish) return;
  const bodyText = `Hello,\n\n${wish.text}\n\nKind regards\n${person.name}, ${person.organisation}`;
  const from = { name: person.name, address: person.email };
  const companyId = ctx.actor.companyIds[0] ?? null;
  const mail = {
    subject: wish.subject,
    from,
    cc: '',
    contactId,
    userId: null,
    companyId,
    defaults: { teamId },
    bodyText,
  };
  const made = await modelOf('lead').createFromMail?.(ctx, mail);
  if (!made) return;
  await postIncomingMessage(ctx, {
    model: 'lead',
    recordId: made.id,
    incomingMailId: null,
    messageId: `<demo-${index}-${ctx.now().getTime()}@${person.email.split('@')[1]}>`,
    author: { contactId, name: from.name, email: from.address },
    subject: wish.subject,
    html: textToHtml(bodyText),
    visibleHtml: null,
    internal: false,
    incomingTo: [],
    incomingCc: [],
    attachments: [],
    alreadyAddressed: [],
  });
  const stage = leadStages[index % leadStages.length];
  const ownerId = owners[index % (owners.length + 1)];
  const facts = {
    stage,
    ownerId,
    phone: person.phone,
    priority: index % 4,
    expectedRevenue: 800 + ((index * 730) % 24_000),
  };
  await updateRecord(ctx, 'lead', made.id, facts);
  const note = demoNotes[index % 4];
  if (note) await postMessage(ctx, { model: 'lead', recordId: made.id, kind: 'note', body: note });
}
