/** Every way a request can fail, each with the HTTP status that stands for it. The list is closed. */
export const errorStatus = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  in_use: 409,
  too_large: 413,
  invalid: 422,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof errorStatus;

/** A fault that belongs to one field of an input. `path` uses dots: `servers.0.host`. */
export interface FieldError {
  path: string;
  message: string;
}

export interface ErrorDetails {
  errors?: FieldError[];
  /** Seconds after which trying again makes sense (429 and 503). */
  retryAfterSeconds?: number;
}

/**
 * An error whose message a person may read: it says what happened and what to do.
 * The technical reason travels in `cause`, is logged, and is never shown.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; details?: ErrorDetails } = {}) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.details = options.details ?? {};
  }
}

/** An `invalid` error that lands on one field of a form. */
export function invalidField(path: string, message: string): AppError {
  return new AppError('invalid', message, { details: { errors: [{ path, message }] } });
}

/** The text of anything thrown, for logs and for reasons that quote a foreign error. */
export function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  // pg-boss reports copies of errors: plain objects with a message.
  const { message } = Object(error) as { message?: unknown };
  return typeof message === 'string' ? message : String(error);
}
