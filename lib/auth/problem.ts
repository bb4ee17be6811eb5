import { z } from 'zod';
import { AppError, errorStatus, type FieldError } from '#lib/core/errors.ts';
import { sqlStateOf } from '#lib/db/postgres-errors.ts';

/** RFC 9457 problem details. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors?: FieldError[];
}

const titles: Record<string, string> = {
  malformed: 'Malformed request',
  unauthenticated: 'Not signed in',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  conflict: 'Conflict',
  in_use: 'In use',
  too_large: 'Too large',
  invalid: 'Not valid',
  rate_limited: 'Too many requests',
  internal: 'Internal fault',
  unavailable: 'Not available now',
};

/** PostgreSQL stores no U+0000 (22021 in text, 22P05 in JSON); wherever one was typed, it ends up here. */
const nulStates = new Set(['22021', '22P05']);
/** Ids and counts have 32 bits (numeric_value_out_of_range). */
const outOfRange = '22003';

/** Turns anything thrown into an {@link AppError}: zod's faults keep their fields, foreign text is never shown. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof z.ZodError) {
    const errors = error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
    const detail = errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ');
    return new AppError('invalid', detail, { cause: error, details: { errors } });
  }
  const state = sqlStateOf(error) ?? '';
  if (nulStates.has(state))
    return new AppError('invalid', 'A text holds a NUL character. Remove it.', { cause: error });
  if (state === outOfRange) return new AppError('invalid', 'A number is larger than can be kept.', { cause: error });
  const detail = 'The server could not do this because of a fault of its own. It has been logged; try again.';
  return new AppError('internal', detail, { cause: error });
}

/** The body of an error answer. */
export function problemOf(error: AppError): Problem {
  return {
    type: `/api/docs#${error.code}`,
    title: titles[error.code] ?? 'Error',
    status: errorStatus[error.code],
    detail: error.message,
    ...(error.details.errors && { errors: error.details.errors }),
  };
}
