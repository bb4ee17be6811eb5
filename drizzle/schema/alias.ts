import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { aliasStatuses, contactPolicies } from '../../lib/core/enumerations.ts';
import { aliasDomain } from './alias-domain.ts';
import { id, oneOf, timestamps } from './columns.ts';

/** An address that creates or updates documents. */
export const alias = pgTable(
  'alias',
  {
    id: id(),
    /** Null: the alias is inactive (its owner has no address). */
    localPart: text(),
    aliasDomainId: integer().references(() => aliasDomain.id),
    model: text().notNull(),
    ownerModel: text(),
    ownerId: integer(),
    /** Mails always go to this record instead of creating one. */
    recordId: integer(),
    defaults: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    contactPolicy: text({ enum: contactPolicies }).notNull().default('everyone'),
    requireVerifiedSender: boolean().notNull().default(false),
    acceptAutomatic: boolean().notNull().default(true),
    matchLocalPartOnly: boolean().notNull().default(false),
    /** Mails an hour it takes by itself; further ones wait in quarantine. Null: any number. */
    hourlyLimit: integer(),
    bouncedContent: text(),
    status: text({ enum: aliasStatuses }).notNull().default('not_tested'),
    createdBy: integer(),
    ...timestamps,
  },
  (t) => [
    uniqueIndex('alias_address_key')
      .on(t.localPart, sql`coalesce(${t.aliasDomainId}, 0)`)
      .where(sql`${t.localPart} is not null`),
    index('alias_owner_idx').on(t.ownerModel, t.ownerId),
    oneOf('alias_contact_policy_check', t.contactPolicy, contactPolicies),
    oneOf('alias_status_check', t.status, aliasStatuses),
  ],
);
