'use client';
import { useMemo } from 'react';
import { getJson } from '#app/api-client.ts';
import { Chatter } from '#components/chatter/chatter.tsx';
import type {
  ChatterFile,
  ChatterFollower,
  ChatterMessage,
  ChatterPort,
  ChatterUser,
  MessagePage,
  Recipient,
} from '#components/chatter/chatter-types.ts';
import type { DocumentModel } from '#lib/core/enumerations.ts';
import type { ListPage } from '#lib/core/list-query.ts';
import { changeMessage, follow, postMessage, removeMessage, resendMessage, unfollow } from './chatter-actions.ts';

export type Me = ChatterUser;

interface RecordChatterProps {
  record: { model: DocumentModel; id: number; path: string };
  me: Me;
}

/** The chatter of a document, tied to the API and the actions. Beside the form it scrolls by itself. */
export function RecordChatter({ record, me }: RecordChatterProps) {
  const { model, id, path } = record;
  const port = useMemo(() => portOf({ model, id, path }, me.isAdministrator), [model, id, path, me.isAdministrator]);
  return (
    <div className="border-t pt-2 xl:sticky xl:top-13 xl:-mx-3 xl:max-h-[calc(100dvh-3.25rem)] xl:overflow-y-auto xl:border-t-0 xl:px-3 xl:pt-0 xl:pb-6">
      <Chatter port={port} me={me} />
    </div>
  );
}

function portOf(record: RecordChatterProps['record'], isAdministrator: boolean): ChatterPort {
  const { model, id: recordId, path } = record;
  const base = `/records/${model}/${recordId}`;
  const at = (id: number) => ({ model, recordId, id });
  const items = async <T,>(rest: string, signal: AbortSignal) =>
    (await getJson<{ items: T[] }>(`${base}/${rest}`, undefined, signal)).items;
  return {
    key: ['thread', model, recordId],
    messages: ({ q, cursor }, signal) => {
      const asked = new URLSearchParams({ limit: '30', ...(q ? { q } : {}), ...(cursor ? { cursor } : {}) });
      return getJson<MessagePage>(`${base}/messages`, asked, signal);
    },
    followers: (signal) => items<ChatterFollower>('followers', signal),
    files: (signal) => items<ChatterFile>('attachments', signal),
    suggestions: (signal) => items<Recipient>('suggested-recipients', signal),
    findPeople,
    post: (message) => postMessage({ ...message, model, recordId, to: message.to.map(addresseeOf) }),
    edit: (id, body) => changeMessage({ ...at(id), body }),
    remove: (id) => removeMessage(at(id)),
    resend: (id, input) => resendMessage({ ...at(id), ...input }),
    follow: ({ contactId, email, name }) =>
      follow(contactId === null ? { model, recordId, email, name: name || null } : { model, recordId, contactId }),
    unfollow: (contactId) => unfollow({ model, recordId, contactId }),
    uploadHref: '/api/v1/attachments',
    frameHref: (id, whole) => `/api/v1${base}/messages/${id}/frame${whole ? '?whole=1' : ''}`,
    contactHref: (contactId) => `/contacts/${contactId}`,
    messageLink: (id) => `${window.location.origin}${path}#message-${id}`,
    technicalLinks: (message) => (isAdministrator ? technicalLinks(message) : []),
  };
}

function addresseeOf({ contactId, email, name }: Recipient) {
  return contactId === null ? { email, name: name || null } : { contactId };
}

async function findPeople(q: string): Promise<Recipient[]> {
  const page = await getJson<ListPage<{ id: number; name: string; email: string | null }>>(
    '/records/contact',
    new URLSearchParams({ q, limit: '8' }),
  );
  return page.items.map(({ id, name, email }) => ({ contactId: id, name, email: email ?? '' }));
}

/** Where administrators see how a message came in or went out. */
function technicalLinks({ incomingMailId, envelope }: ChatterMessage): { label: string; href: string }[] {
  const emailIds = [...new Set(envelope?.recipients.flatMap(({ emailId }) => emailId ?? []))];
  const incoming =
    incomingMailId === null
      ? []
      : [
          { label: 'Headers and decision trace', href: `/technical/incoming-mails/${incomingMailId}` },
          { label: 'Download EML', href: `/api/v1/incoming-mails/${incomingMailId}/eml` },
        ];
  // A corrected retry is a mail of its own.
  const numbered = (words: string, id: number) => (emailIds.length > 1 ? `${words} (email ${id})` : words);
  const outgoing = emailIds.flatMap((id) => [
    { label: numbered('Headers and delivery', id), href: `/technical/emails/${id}` },
    { label: numbered('Download sent EML', id), href: `/api/v1/emails/${id}/eml` },
  ]);
  return [...incoming, ...outgoing];
}
