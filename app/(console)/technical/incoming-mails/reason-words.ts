import type { TraceLine } from '#lib/core/trace.ts';

interface NamedRoute {
  model: string | null;
  recordId: number | null;
  recordName: string | null;
}

/** A reason of the rules, which know documents by number only ("on lead 45"), with their names: "on lead “Desk lamps”". */
export function withNames(reason: string, routes: readonly NamedRoute[]): string {
  return routes.reduce((words, { model, recordId, recordName }) => {
    if (model === null || recordId === null || recordName === null) return words;
    return words.replace(
      new RegExp(`\\b${model} ${recordId}\\b`),
      () => `${model.replaceAll('_', ' ')} “${recordName}”`,
    );
  }, reason);
}

/** {@link withNames} for what each rule says. */
export function traceWithNames(trace: readonly TraceLine[], routes: readonly NamedRoute[]): TraceLine[] {
  return trace.map((line) => ({ ...line, detail: withNames(line.detail, routes) }));
}

/** A reason of the rules as a sentence: they begin small and end without a full stop. */
export function asSentence(reason: string): string {
  const text = reason.trim();
  if (text === '') return text;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?…]$/.test(text) ? '' : '.'}`;
}
