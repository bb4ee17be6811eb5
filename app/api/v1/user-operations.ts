import { type AnyOperation, defineOperation } from '#lib/api/operation.ts';
import {
  apiKeyItemSchema,
  apiKeyListFields,
  createApiKeySchema,
  createdApiKeySchema,
} from '#lib/auth/api-keys/api-key-schema.ts';
import { createApiKey } from '#lib/auth/api-keys/create-api-key.ts';
import { listApiKeys } from '#lib/auth/api-keys/list-api-keys.ts';
import { revokeApiKey } from '#lib/auth/api-keys/revoke-api-key.ts';
import {
  companyItemSchema,
  companyListFields,
  saveCompanySchema,
  updateCompanySchema,
} from '#lib/companies/company-schema.ts';
import { createCompany } from '#lib/companies/create-company.ts';
import { listCompanies } from '#lib/companies/list-companies.ts';
import { readCompany } from '#lib/companies/read-company.ts';
import { updateCompany } from '#lib/companies/update-company.ts';
import { createUser } from '#lib/users/create-user.ts';
import { inviteUser } from '#lib/users/invite-user.ts';
import { listUsers } from '#lib/users/list-users.ts';
import { readUser } from '#lib/users/read-user.ts';
import { setEveryonesNotification } from '#lib/users/set-everyones-notification.ts';
import { updateUser } from '#lib/users/update-user.ts';
import {
  createUserSchema,
  everyonesNotificationSchema,
  updateUserSchema,
  userItemSchema,
  userListFields,
} from '#lib/users/user-schema.ts';

const user = { tag: 'users', path: '/users/{id}', response: userItemSchema };
const company = { tag: 'companies', path: '/companies/{id}', response: companyItemSchema };

/** Who works with the product, in which companies, and which programs act for them. */
export const userOperations: AnyOperation[] = [
  defineOperation({
    ...user,
    method: 'GET',
    path: '/users',
    summary: 'List users',
    scope: 'users:read',
    list: userListFields,
    run: ({ ctx, list }) => listUsers(ctx, list),
  }),
  defineOperation({
    ...user,
    method: 'POST',
    path: '/users',
    summary: 'Create a user; without password they are invited by mail',
    scope: 'users:write',
    body: createUserSchema,
    status: 201,
    sendsMail: true,
    run: ({ ctx, body }) => createUser(ctx, body),
  }),
  defineOperation({
    ...user,
    method: 'GET',
    summary: 'Read a user',
    scope: 'users:read',
    run: ({ ctx, id }) => readUser(ctx, id),
  }),
  defineOperation({
    ...user,
    method: 'PATCH',
    summary: 'Change a user; active=false deactivates',
    scope: 'users:write',
    body: updateUserSchema,
    run: ({ ctx, id, body }) => updateUser(ctx, id, body),
  }),
  defineOperation({
    tag: user.tag,
    method: 'POST',
    path: '/users/notification',
    summary: 'Notify all active users by email, or in PerfectWORK',
    scope: 'users:write',
    body: everyonesNotificationSchema,
    run: ({ ctx, body }) => setEveryonesNotification(ctx, body),
  }),
  defineOperation({
    tag: user.tag,
    method: 'POST',
    path: '/users/{id}/invite',
    summary: 'Invite a user again who has no password yet',
    scope: 'users:write',
    status: 204,
    run: ({ ctx, id }) => inviteUser(ctx, id),
  }),
  defineOperation({
    ...company,
    method: 'GET',
    path: '/companies',
    summary: 'List companies',
    scope: 'companies:read',
    list: companyListFields,
    run: ({ ctx, list }) => listCompanies(ctx, list),
  }),
  defineOperation({
    ...company,
    method: 'POST',
    path: '/companies',
    summary: 'Create a company',
    scope: 'companies:write',
    body: saveCompanySchema,
    status: 201,
    run: ({ ctx, body }) => createCompany(ctx, body),
  }),
  defineOperation({
    ...company,
    method: 'GET',
    summary: 'Read a company',
    scope: 'companies:read',
    run: ({ ctx, id }) => readCompany(ctx, id),
  }),
  defineOperation({
    ...company,
    method: 'PATCH',
    summary: 'Change a company',
    scope: 'companies:write',
    body: updateCompanySchema,
    run: ({ ctx, id, body }) => updateCompany(ctx, id, body),
  }),
  defineOperation({
    tag: 'api-keys',
    method: 'GET',
    path: '/api-keys',
    summary: "List API keys: one's own, for administrators everybody's",
    scope: 'api-keys:read',
    list: apiKeyListFields,
    response: apiKeyItemSchema,
    run: ({ ctx, list }) => listApiKeys(ctx, list),
  }),
  defineOperation({
    tag: 'api-keys',
    method: 'POST',
    path: '/api-keys',
    summary: 'Create an API key; the answer alone shows it in full',
    scope: 'api-keys:write',
    body: createApiKeySchema,
    response: createdApiKeySchema,
    status: 201,
    run: ({ ctx, body }) => createApiKey(ctx, body),
  }),
  defineOperation({
    tag: 'api-keys',
    method: 'DELETE',
    path: '/api-keys/{id}',
    summary: 'Revoke an API key at once',
    scope: 'api-keys:write',
    run: ({ ctx, id }) => revokeApiKey(ctx, id),
  }),
];
