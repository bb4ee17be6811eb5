import { type AnyOperation, defineOperation } from '#lib/api/operation.ts';
import {
  aliasDomainListFields,
  createAliasDomainSchema,
  updateAliasDomainSchema,
} from '#lib/mail/aliases/alias-domain-schema.ts';
import { aliasListFields, createAliasSchema, updateAliasSchema } from '#lib/mail/aliases/alias-schema.ts';
import { deleteAlias } from '#lib/mail/aliases/delete-alias.ts';
import { deleteAliasDomain } from '#lib/mail/aliases/delete-alias-domain.ts';
import { listAliasDomains } from '#lib/mail/aliases/list-alias-domains.ts';
import { listAliases } from '#lib/mail/aliases/list-aliases.ts';
import { readAlias } from '#lib/mail/aliases/read-alias.ts';
import { readAliasDomain } from '#lib/mail/aliases/read-alias-domain.ts';
import { saveAlias } from '#lib/mail/aliases/save-alias.ts';
import { saveAliasDomain } from '#lib/mail/aliases/save-alias-domain.ts';

const aliases = { tag: 'aliases', path: '/aliases' };
const domains = { tag: 'alias-domains', path: '/alias-domains' };

/** Addresses that create or update documents, and the domains mails come back to. */
export const aliasOperations: AnyOperation[] = [
  defineOperation({
    ...aliases,
    method: 'GET',
    summary: 'List aliases',
    scope: 'aliases:read',
    list: aliasListFields,
    run: ({ ctx, list }) => listAliases(ctx, list),
  }),
  defineOperation({
    ...aliases,
    method: 'POST',
    summary: 'Create an alias',
    scope: 'aliases:write',
    body: createAliasSchema,
    status: 201,
    run: ({ ctx, body }) => saveAlias(ctx, body),
  }),
  defineOperation({
    ...aliases,
    method: 'GET',
    path: '/aliases/{id}',
    summary: 'Read an alias',
    scope: 'aliases:read',
    run: ({ ctx, id }) => readAlias(ctx, id),
  }),
  defineOperation({
    ...aliases,
    method: 'PATCH',
    path: '/aliases/{id}',
    summary: 'Change an alias',
    scope: 'aliases:write',
    body: updateAliasSchema,
    run: ({ ctx, id, body }) => saveAlias(ctx, { ...body, id }),
  }),
  defineOperation({
    ...aliases,
    method: 'DELETE',
    path: '/aliases/{id}',
    summary: 'Delete an alias',
    scope: 'aliases:write',
    run: ({ ctx, id }) => deleteAlias(ctx, id),
  }),
  defineOperation({
    ...domains,
    method: 'GET',
    summary: 'List alias domains',
    scope: 'alias-domains:read',
    list: aliasDomainListFields,
    run: ({ ctx, list }) => listAliasDomains(ctx, list),
  }),
  defineOperation({
    ...domains,
    method: 'POST',
    summary: 'Create an alias domain',
    scope: 'alias-domains:write',
    body: createAliasDomainSchema,
    status: 201,
    run: ({ ctx, body }) => saveAliasDomain(ctx, body),
  }),
  defineOperation({
    ...domains,
    method: 'GET',
    path: '/alias-domains/{id}',
    summary: 'Read an alias domain',
    scope: 'alias-domains:read',
    run: ({ ctx, id }) => readAliasDomain(ctx, id),
  }),
  defineOperation({
    ...domains,
    method: 'PATCH',
    path: '/alias-domains/{id}',
    summary: 'Change an alias domain',
    scope: 'alias-domains:write',
    body: updateAliasDomainSchema,
    run: ({ ctx, id, body }) => saveAliasDomain(ctx, { ...body, id }),
  }),
  defineOperation({
    ...domains,
    method: 'DELETE',
    path: '/alias-domains/{id}',
    summary: 'Delete an alias domain',
    scope: 'alias-domains:write',
    run: ({ ctx, id }) => deleteAliasDomain(ctx, id),
  }),
];
