import { postIncomingMessage } from '#lib/chatter/post-incoming-message.ts';
import { postMessage } from '#lib/chatter/post-message.ts';
import { applicantStages, type DocumentModel, leadStages, taskStages, ticketStages } from '#lib/core/enumerations.ts';
import type { Ctx } from '#lib/db/context.ts';
import { createRecord } from '#lib/documents/create-record.ts';
import { modelOf } from '#lib/documents/registry.ts';
import { updateRecord } from '#lib/documents/update-record.ts';
import { loadAliasDomain } from '#lib/mail/aliases/load-alias-domain.ts';
import { textToHtml } from '#lib/mail/message/html.ts';
import { sanitizeMailHtml } from '#lib/mail/message/sanitize-html.ts';
import { addUser } from '#lib/users/add-user.ts';
import { demoApplications, demoContacts, demoNotes, demoQuestions, demoTasks, demoWishes } from './demo-data.ts';

/** Leads made: enough for a list to have stages, owners and a second screen. */
const leadCount = 40;

/**
 * Fills the actor's company with users, channels, contacts and cases that have a history. No mail leaves: the customers'
 * messages come before anybody follows, and what colleagues wrote are notes.
 */
export async function seedDemo(ctx: Ctx): Promise<void> {
  const owners = await seedUsers(ctx);
  const contactIds = [];
  for (const person of demoContacts) contactIds.push((await createRecord(ctx, 'contact', person)).id);
  const everybody = { owners, contactIds };
  const teams = [
    await createRecord(ctx, 'sales_team', { name: 'Europe', aliasLocalPart: 'sales' }),
    await createRecord(ctx, 'sales_team', { name: 'Partners', aliasLocalPart: 'partners' }),
  ];
  await seedCases(ctx, {
    ...everybody,
    model: 'lead',
    count: leadCount,
    wishes: demoWishes,
    channels: teams.map(({ id }) => ({ teamId: id })),
    stages: leadStages,
    more: (index) => ({ expectedRevenue: 800 + ((index * 730) % 24_000) }),
  });
  const support = await createRecord(ctx, 'helpdesk_team', { name: 'Customer care', aliasLocalPart: 'support' });
  await seedCases(ctx, {
    ...everybody,
    model: 'ticket',
    count: 2 * demoQuestions.length,
    wishes: demoQuestions,
    channels: [{ teamId: support.id }],
    stages: ticketStages,
  });
  const office = await createRecord(ctx, 'project', { name: 'New showroom', aliasLocalPart: 'showroom' });
  await seedCases(ctx, {
    ...everybody,
    model: 'task',
    count: 2 * demoTasks.length,
    wishes: demoTasks,
    channels: [{ projectId: office.id }],
    stages: taskStages,
  });
  const carpenter = await createRecord(ctx, 'job_position', { name: 'Carpenter', aliasLocalPart: 'jobs' });
  await seedCases(ctx, {
    ...everybody,
    model: 'applicant',
    count: 2 * demoApplications.length,
    wishes: demoApplications,
    channels: [{ jobId: carpenter.id }],
    stages: applicantStages,
  });
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

interface CaseSeed {
  model: DocumentModel;
  count: number;
  owners: number[];
  /** Of `demoContacts`, in their order. */
  contactIds: number[];
  /** What is written. */
  wishes: { subject: string; text: string }[];
  /** Where they come in, as defaults of an alias. */
  channels: Record<string, unknown>[];
  stages: readonly string[];
  /** Further values of the one with this number. */
  more?: (index: number) => Record<string, unknown>;
}

async function seedCases(ctx: Ctx, seed: CaseSeed): Promise<void> {
  for (let index = 0; index < seed.count; index += 1) await seedCase(ctx, seed, index);
}

async function seedCase(ctx: Ctx, seed: CaseSeed, index: number): Promise<void> {
  const { model, owners, stages } = seed;
  const person = demoContacts[index % demoContacts.length];
  const contactId = seed.contactIds[index % seed.contactIds.length];
  const wish = seed.wishes[index % seed.wishes.length];
  if (!wish || !person || contactId === undefined) return;
  const bodyText = `Hello,\n\n${wish.text}\n\nKind regards\n${person.name}, ${person.organisation}`;
  const from = { name: person.name, address: person.email };
  const made = await modelOf(model).createFromMail?.(ctx, {
    ...{ subject: wish.subject, from, to: '', cc: '', contactId, userId: null, senderIsOurs: false, bodyText },
    companyId: ctx.actor.companyIds[0] ?? null,
    defaults: seed.channels[index % seed.channels.length] ?? {},
  });
  if (!made) return;
  await postIncomingMessage(ctx, {
    model,
    recordId: made.id,
    incomingMailId: null,
    messageId: `<demo-${model}-${index}-${ctx.now().getTime()}@${person.email.split('@')[1]}>`,
    author: { contactId, name: from.name, email: from.address },
    subject: wish.subject,
    html: sanitizeMailHtml(textToHtml(bodyText)),
    visibleHtml: null,
    internal: false,
    incomingTo: [],
    incomingCc: [],
    attachments: [],
    alreadyAddressed: [],
  });
  const stage = stages[index % stages.length];
  const ownerId = owners[index % (owners.length + 1)];
  const facts = { stage, ownerId, phone: person.phone, priority: index % 4, ...seed.more?.(index) };
  await updateRecord(ctx, model, made.id, facts);
  const note = demoNotes[index % 4];
  if (note && model === 'lead') await postMessage(ctx, { model, recordId: made.id, kind: 'note', body: note });
}
