import { boolean, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { dkimAlgorithms } from '../../lib/core/enumerations.ts';
import { id, moment, oneOf, timestamps } from './columns.ts';

/** A key that signs mails From one domain (RFC 6376, RFC 8463). */
export const dkimKey = pgTable(
  'dkim_key',
  {
    id: id(),
    /** In ASCII, lower case. */
    domain: text().notNull(),
    selector: text().notNull(),
    algorithm: text({ enum: dkimAlgorithms }).notNull(),
    /** PEM, sealed by `encryptSecret`. */
    privateKeySealed: text().notNull(),
    /** What the `p=` of the record holds. */
    publicKey: text().notNull(),
    /** Only active keys sign. */
    active: boolean().notNull().default(true),
    lastUsedAt: moment(),
    createdBy: integer(),
    ...timestamps,
  },
  (t) => [
    uniqueIndex('dkim_key_domain_selector_key').on(t.domain, t.selector),
    oneOf('dkim_key_algorithm_check', t.algorithm, dkimAlgorithms),
  ],
);
