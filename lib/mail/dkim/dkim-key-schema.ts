import { z } from 'zod';
import { type DkimAlgorithm, dkimAlgorithms } from '#lib/core/enumerations.ts';
import type { ListFields } from '#lib/core/list-query.ts';
import { isValidDomain, normaliseDomain } from '#lib/mail/message/address.ts';
import type { DnsRecord } from './dns-record.ts';

/** A key that signs mails, without its private half, which nobody sees. */
export interface DkimKeyItem {
  id: number;
  /** In ASCII, lower case. */
  domain: string;
  selector: string;
  algorithm: DkimAlgorithm;
  /** What the `p=` tag of the record holds. */
  publicKey: string;
  /** Only active keys sign. */
  active: boolean;
  lastUsedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  /** What to publish in the DNS of the domain. */
  record: DnsRecord;
}

export const dkimKeyListFields: ListFields = {
  sortable: ['domain', 'createdAt'],
  filterable: ['domain', 'active', 'algorithm'],
  defaultSort: 'domain',
};

const selectorPattern = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

export const createDkimKeySchema = z.object({
  domain: z
    .string()
    .trim()
    .max(253)
    .transform(normaliseDomain)
    .refine(isValidDomain, 'Write a domain, such as mycompany.example.')
    .meta({ description: 'What stands after the @ of the From address', example: 'mycompany.example' }),
  algorithm: z.enum(dkimAlgorithms).default('rsa-2048'),
  selector: z
    .string()
    .trim()
    .toLowerCase()
    .regex(selectorPattern, 'Use letters, digits and hyphens, at most 63.')
    .optional()
    .meta({ description: 'Left out: perfectwork, for Ed25519 perfectwork-ed' }),
  active: z.boolean().default(true).meta({ description: 'Sign with it from now on' }),
});

export const updateDkimKeySchema = z.object({
  active: z.boolean().meta({ description: 'Whether mails are signed with it' }),
});

export type CreateDkimKeyInput = z.input<typeof createDkimKeySchema>;
export type UpdateDkimKeyInput = z.input<typeof updateDkimKeySchema>;
