import { z } from 'zod';

/** Hashing longer texts would only help who wants to load the machine. */
const maxLength = 200;

/** A new password: 12 characters at least, not one character over and over. */
export const newPasswordSchema = z
  .string()
  .min(12, 'Use at least 12 characters; three or four unrelated words are easy to remember.')
  .max(maxLength, `Use at most ${maxLength} characters.`)
  .refine((text) => new Set(text).size >= 5, 'Use at least 5 different characters.')
  .meta({ writeOnly: true, description: 'At least 12 characters, 5 of them different' });

/** Words about a password that is easy to guess for who knows its owner; null when it is not. */
export function guessableReason(password: string, owner: { name: string; email: string }): string | null {
  const plain = password.toLowerCase();
  const known = [owner.email, owner.email.split('@')[0] ?? '', owner.name].map((word) => word.toLowerCase());
  const isKnown = known.some((word) => word.length >= 4 && plain.replaceAll(word, '').length < 6);
  return isKnown
    ? 'This is little more than your name or address. Choose words that have nothing to do with you.'
    : null;
}
