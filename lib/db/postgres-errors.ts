/** The constraint a failed statement broke, looked for in the whole chain of causes; null for any other error. */
export function brokenConstraint(error: unknown): { code: string; constraint: string } | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code, constraint } = cause as Error & { code?: string; constraint?: string };
    if (code?.startsWith('23')) return { code, constraint: constraint ?? '' };
  }
  return null;
}

/** Whether a statement failed because a value exists already (unique_violation), optionally on one constraint. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  const broken = brokenConstraint(error);
  return broken?.code === '23505' && (constraint === undefined || broken.constraint === constraint);
}
