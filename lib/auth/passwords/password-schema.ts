import { z } from 'zod';
import { newPasswordSchema } from '#lib/auth/password-rule.ts';
import { emailAddressSchema } from '#lib/users/user-schema.ts';

export const askForPasswordSchema = z.object({ email: emailAddressSchema });

export const choosePasswordSchema = z.object({
  token: z.string().min(1).max(200),
  kind: z.enum(['invitation', 'password_reset']),
  password: newPasswordSchema,
});

export const changePasswordSchema = z.strictObject({
  currentPassword: z.string().min(1, 'Write your present password.').max(1000),
  newPassword: newPasswordSchema,
});
