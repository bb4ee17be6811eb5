import { requireSignedIn } from '#lib/auth/permissions.ts';
import type { ListFields, ListPage, ListQuery } from '#lib/core/list-query.ts';
import type { Ctx } from '#lib/db/context.ts';
import { listRows } from '#lib/db/list-rows.ts';
import { isDocumentModel, modelOf } from '#lib/documents/registry.ts';
import { htmlToText } from '#lib/mail/message/html.ts';
import { type InboxRow, inboxSource } from './load-inbox.ts';
import { emailModel } from './notices/post-notice.ts';

export const inboxListFields: ListFields = {
  sortable: ['createdAt', 'id'],
  filterable: ['model', 'recordId'],
  defaultSort: '-id',
};

export interface InboxItem {
  id: number;
  messageId: number;
  model: string;
  recordId: number;
  recordName: string;
  /** Of the document's page. */
  path: string;
  authorName: string;
  subject: string | null;
  /** First words of the text. */
  preview: string;
  internal: boolean;
  readAt: Date | null;
  createdAt: Date;
}

/** The actor's own Inbox, newest first: nobody else's is ever shown. */
export async function listInbox(ctx: Ctx, query: ListQuery, withRead = false): Promise<ListPage<InboxItem>> {
  requireSignedIn(ctx.actor);
  const { contactId } = ctx.actor;
  if (contactId === null) return { items: [], total: 0, totalEstimated: false, nextCursor: null };
  const page = await listRows(ctx.db, inboxSource(contactId, withRead), query);
  const items = [];
  for (const { bodyHtml, ...row } of page.items) {
    const preview = htmlToText(bodyHtml).replace(/\s+/g, ' ').slice(0, 160);
    items.push({ ...row, preview, ...(await placeOf(ctx, row)) });
  }
  return { ...page, items };
}

async function placeOf(
  ctx: Ctx,
  { model, recordId, subject }: Pick<InboxRow, 'model' | 'recordId' | 'subject'>,
): Promise<{ recordName: string; path: string }> {
  if (model === emailModel) return { recordName: subject || 'Email', path: `/technical/emails/${recordId}` };
  if (!isDocumentModel(model)) return { recordName: '', path: '/' };
  const definition = modelOf(model);
  const facts = await definition.recordFacts(ctx, recordId);
  return { recordName: facts.name, path: `${definition.path}/${recordId}` };
}
