import type { z } from 'zod';
import { AppError } from './errors.ts';

/**
 * Checks what somebody sent against its schema.
 * @throws AppError `invalid` with one entry a faulty field
 */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: wordsFor(issue, input) }));
  const summary = errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join(' ');
  throw new AppError('invalid', summary, { details: { errors } });
}

function wordsFor(issue: z.core.$ZodIssue, input: unknown): string {
  const isMissing = issue.code === 'invalid_type' && valueAt(input, issue.path) === undefined;
  return isMissing ? 'Fill in this field.' : issue.message;
}

function valueAt(input: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], input);
}
