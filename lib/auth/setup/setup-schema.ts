import { z } from 'zod';
import { newPasswordSchema } from '#lib/auth/password-rule.ts';
import { companyNameSchema } from '#lib/companies/company-schema.ts';
import { emailAddressSchema, personNameSchema } from '#lib/users/user-schema.ts';

export const setupSchema = z.object({
  companyName: companyNameSchema,
  name: personNameSchema,
  email: emailAddressSchema,
  password: newPasswordSchema,
  /** Empty: proposed from the address. */
  emailDomain: z.string().trim().max(253, 'This is too long for a domain.').default(''),
  demoData: z.boolean().default(false),
  code: z.string().trim().max(100).default(''),
});

export type SetupInput = z.input<typeof setupSchema>;
