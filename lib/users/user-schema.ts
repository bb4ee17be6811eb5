import { z } from 'zod';
import { newPasswordSchema } from '#lib/auth/password-rule.ts';
import { notificationPreferences, userRoles } from '#lib/core/enumerations.ts';
import type { ListFields } from '#lib/core/list-query.ts';

export const personNameSchema = z
  .string()
  .transform((text) => text.replace(/[\p{Cc}\s]+/gu, ' ').trim())
  .pipe(z.string().min(1, 'Write a name.').max(200, 'Use at most 200 characters.'));

export const emailAddressSchema = z
  .string()
  .trim()
  .max(320, 'This is too long for an email address.')
  // Shared with the browser, where Node's IDNA functions are missing; the verbs look closer.
  .regex(/^[^\s@<>"(),;:]+@[^\s@<>"(),;:]+$/, 'Write an email address such as anna@mycompany.example.');

export const timeZoneSchema = z
  .string()
  .max(60)
  .refine(isTimeZone, 'Choose a time zone such as Europe/Brussels.')
  .nullable();

const companyIds = z.array(z.int().positive()).max(500);
const role = z.enum(userRoles, `Choose one of: ${userRoles.join(', ')}.`);
const notification = z.enum(notificationPreferences, 'Choose email or inbox.');
const signature = z.string().max(20_000, 'Use at most 20 000 characters.').nullable();

export const createUserSchema = z.strictObject({
  name: personNameSchema,
  email: emailAddressSchema.meta({ example: 'anna@mycompany.example' }),
  password: newPasswordSchema.optional().meta({ description: 'Left out: the user gets an invitation by mail' }),
  role: role.default('user'),
  notification: notification.default('email'),
  companyIds: companyIds.optional().meta({ description: "Left out: the creator's" }),
});

export const updateUserSchema = z.strictObject({
  name: personNameSchema.optional(),
  email: emailAddressSchema.optional(),
  password: newPasswordSchema.optional(),
  role: role.optional(),
  notification: notification.optional(),
  companyIds: companyIds.optional(),
  signature: signature.optional(),
  timeZone: timeZoneSchema.optional(),
  active: z.boolean().optional(),
});

/** What users change about themselves. */
export const preferencesSchema = z.strictObject({
  name: personNameSchema.optional(),
  notification: notification.optional(),
  signature: signature.optional(),
  timeZone: timeZoneSchema.optional(),
  developerMode: z.boolean().optional(),
  alertMails: z.boolean().optional(),
});

/** How everybody is notified. */
export const everyonesNotificationSchema = z.strictObject({ notification });

export type EveryonesNotificationInput = z.input<typeof everyonesNotificationSchema>;

export const userItemSchema = z.object({
  id: z.int(),
  name: z.string(),
  email: z.string(),
  role,
  notification,
  contactId: z.int(),
  companyIds: z.array(z.int()),
  signature: z.string().nullable(),
  timeZone: z.string().nullable(),
  developerMode: z.boolean(),
  alertMails: z.boolean().meta({ description: 'Whether an administrator gets errors of the installation by mail' }),
  active: z.boolean(),
  invited: z.boolean().meta({ description: 'Has not chosen a password yet' }),
  lastSignInAt: z.date().nullable(),
  createdAt: z.date(),
  updatedAt: z.date(),
});

export type CreateUserInput = z.input<typeof createUserSchema>;
export type UpdateUserInput = z.input<typeof updateUserSchema>;
export type PreferencesInput = z.input<typeof preferencesSchema>;
export type UserItem = z.output<typeof userItemSchema>;

export const userListFields: ListFields = {
  sortable: ['name', 'email', 'createdAt'],
  filterable: ['role', 'active', 'email'],
  defaultSort: 'name',
};

function isTimeZone(name: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}
