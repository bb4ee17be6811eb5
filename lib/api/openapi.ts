import { z } from 'zod';
import type { ListFields } from '#lib/core/list-query.ts';
import { type AnyOperation, successStatus } from './operation.ts';

type Json = Record<string, unknown>;

/**
 * The OpenAPI 3.1 description of a list of operations, from the very schemas that check their requests.
 * @param publicUrl base of the server entry
 */
export function describeApi(operations: readonly AnyOperation[], publicUrl: string, version: string): Json {
  const paths: Record<string, Json> = {};
  for (const operation of operations) {
    paths[operation.path] ??= {};
    (paths[operation.path] as Json)[operation.method.toLowerCase()] = describeOperation(operation);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'PerfectWORK Mail',
      version,
      description: 'Errors are RFC 9457 problem details. Times are ISO 8601, UTC.',
    },
    servers: [{ url: `${publicUrl}/api/v1` }],
    security: [{ apiKey: [] }],
    tags: [...new Set(operations.map((operation) => operation.tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } },
      schemas: { Problem: z.toJSONSchema(problemSchema) },
    },
  };
}

const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

function describeOperation(operation: AnyOperation): Json {
  const status = successStatus(operation);
  return {
    operationId: `${operation.method.toLowerCase()}${operation.path.replace(/[^a-zA-Z]+(.)?/g, (_, next = '') => next.toUpperCase())}`,
    tags: [operation.tag],
    summary: operation.summary,
    description: `API keys need the scope \`${operation.scope}\`.`,
    parameters: [...pathParameters(operation.path), ...queryParameters(operation)],
    ...requestBody(operation),
    responses: {
      [status]: {
        description: 'Success',
        ...(status !== 204 && { content: { 'application/json': { schema: responseSchema(operation) } } }),
      },
      default: {
        description: 'Problem',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function pathParameters(path: string): Json[] {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  return names.map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: /id$/i.test(name) ? 'integer' : 'string' },
  }));
}

function queryParameters(operation: AnyOperation): Json[] {
  const extra = Object.entries(operation.queryParameters ?? {}).map(([name, description]) =>
    queryParameter(name, 'string', description),
  );
  const idempotency = operation.sendsMail
    ? [
        {
          name: 'Idempotency-Key',
          in: 'header',
          schema: { type: 'string' },
          description: 'Repeats within 24 hours get the first answer.',
        },
      ]
    : [];
  return [...(operation.list ? listParameters(operation.list) : []), ...extra, ...idempotency];
}

function listParameters(list: ListFields): Json[] {
  return [
    queryParameter('limit', 'integer', '1-200, 50 unless given'),
    queryParameter('cursor', 'string', 'nextCursor of the page before'),
    queryParameter('offset', 'integer', 'Up to 10 000'),
    queryParameter('q', 'string', 'Words to look for'),
    queryParameter(
      'sort',
      'string',
      `One of ${list.sortable.join(', ')}; "-" in front for descending. ${list.defaultSort} unless given${numberedWords(list)}`,
    ),
    ...list.filterable.map((field) =>
      queryParameter(field, 'string', 'A comma means any of; __gte and __lte for ranges'),
    ),
  ];
}

function numberedWords({ numberedWithin = {} }: ListFields): string {
  return Object.entries(numberedWithin)
    .map(([filter, field]) => `; of one ${filter} also ${field}, and -${field} unless given`)
    .join('');
}

function queryParameter(name: string, type: string, description: string): Json {
  return { name, in: 'query', required: false, schema: { type }, description };
}

function requestBody(operation: AnyOperation): Json {
  if (operation.rawBody)
    return {
      requestBody: {
        required: true,
        content: { [operation.rawBody]: { schema: { type: 'string', format: 'binary' } } },
      },
    };
  if (!operation.body) return {};
  return {
    requestBody: {
      required: true,
      content: {
        'application/json': { schema: z.toJSONSchema(operation.body, { io: 'input', unrepresentable: 'any' }) },
      },
    },
  };
}

function responseSchema(operation: AnyOperation): Json {
  const item = operation.response ? z.toJSONSchema(operation.response, { unrepresentable: 'any' }) : { type: 'object' };
  if (!operation.list) return item as Json;
  const page = {
    items: { type: 'array', items: item },
    total: { type: 'integer' },
    totalEstimated: { type: 'boolean' },
    nextCursor: { type: ['string', 'null'] },
  };
  return { type: 'object', properties: page, required: Object.keys(page) };
}
