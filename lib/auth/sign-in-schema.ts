import { z } from 'zod';

export const signInSchema = z.object({
  email: z.string().trim().min(1, 'Write your email address.').max(320, 'This is too long for an email address.'),
  password: z.string().min(1, 'Write your password.').max(1000, 'This is too long for a password.'),
});
