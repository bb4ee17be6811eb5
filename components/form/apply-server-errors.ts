import type { FieldValues, Path, UseFormReturn } from 'react-hook-form';
import type { ActionResult } from './action-result.ts';

/** Puts the server's errors on their fields, focuses the first, and returns the text to show above the form. */
export function applyServerErrors<In extends FieldValues, Out>(
  form: UseFormReturn<In, unknown, Out>,
  result: Extract<ActionResult, { ok: false }>,
): string {
  const values = form.getValues();
  const homeless: string[] = [];
  let focused = false;
  for (const { path, message } of result.errors ?? []) {
    const root = path.split('.')[0] ?? '';
    if (!(root in values)) {
      homeless.push(path ? `${path}: ${message}` : message);
      continue;
    }
    form.setError(path as Path<In>, { type: 'server', message }, { shouldFocus: !focused });
    focused = true;
  }
  return [result.message, ...homeless].filter(Boolean).join(' ');
}
