import { Readable } from 'node:stream';
import { type AnyOperation, defineOperation } from '#lib/api/operation.ts';
import { contentHeaders, fileNameIn } from '#lib/attachments/content-headers.ts';
import { createAttachment } from '#lib/attachments/create-attachment.ts';
import { deleteAttachment } from '#lib/attachments/delete-attachment.ts';
import { listAttachments } from '#lib/attachments/list-attachments.ts';
import { readAttachment } from '#lib/attachments/read-attachment.ts';
import { AppError } from '#lib/core/errors.ts';

const attachments = { tag: 'attachments' };

/** Files of documents and messages. */
export const attachmentOperations: AnyOperation[] = [
  defineOperation({
    ...attachments,
    method: 'POST',
    path: '/attachments',
    summary: 'Upload a file (raw body, its name in Content-Disposition), at most 25 MB',
    scope: 'attachments:write',
    queryParameters: { model: 'Attach it to a document', recordId: 'Number of that document' },
    rawBody: 'application/octet-stream',
    status: 201,
    run: ({ ctx, request, query }) => upload(ctx, request, query),
  }),
  defineOperation({
    ...attachments,
    method: 'GET',
    path: '/attachments/{id}',
    summary: 'Read what a file is called, its type and size',
    scope: 'attachments:read',
    run: async ({ ctx, id }) => {
      const { content: _content, ...item } = await readAttachment(ctx, id);
      return item;
    },
  }),
  defineOperation({
    ...attachments,
    method: 'GET',
    path: '/attachments/{id}/content',
    summary: 'Download a file',
    scope: 'attachments:read',
    run: async ({ ctx, id }) => {
      const { content, ...item } = await readAttachment(ctx, id);
      return new Response(Readable.toWeb(Readable.from(content)) as ReadableStream, { headers: contentHeaders(item) });
    },
  }),
  defineOperation({
    ...attachments,
    method: 'DELETE',
    path: '/attachments/{id}',
    summary: 'Delete a file that no message carries',
    scope: 'attachments:write',
    run: ({ ctx, id }) => deleteAttachment(ctx, id),
  }),
  defineOperation({
    ...attachments,
    method: 'GET',
    path: '/records/{model}/{id}/attachments',
    summary: 'List the files of a document',
    scope: 'attachments:read',
    run: async ({ ctx, params, id }) => ({
      items: await listAttachments(ctx, { model: params.model ?? '', recordId: id }),
    }),
  }),
];

async function upload(ctx: Parameters<typeof createAttachment>[0], request: Request, query: URLSearchParams) {
  const { body, headers } = request;
  if (!body) throw new AppError('malformed', 'The file is empty. Send its bytes as the body of the request.');
  const recordId = Number(query.get('recordId') ?? '') || undefined;
  return createAttachment(ctx, {
    name: fileNameIn(headers.get('content-disposition')),
    contentType: headers.get('content-type'),
    content: body,
    model: query.get('model') ?? undefined,
    recordId,
  });
}
