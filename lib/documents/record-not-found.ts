import { AppError } from '#lib/core/errors.ts';

/** The answer for ids that do not exist and for those the actor may not see: nobody learns which. */
export function recordNotFound(label: string, id: number): AppError {
  return new AppError('not_found', `There is no ${label} ${id}, or it belongs to a company you do not work for.`);
}
