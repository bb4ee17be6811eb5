import type { RelationOption } from '#components/form/relation-field.tsx';

/** The time zones whose name holds every word of a text; at most 40. */
export async function searchTimeZones(text: string): Promise<RelationOption[]> {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return Intl.supportedValuesOf('timeZone')
    .map((id) => ({ id, label: id.replaceAll('_', ' ') }))
    .filter(({ label }) => words.every((word) => label.toLowerCase().includes(word)))
    .slice(0, 40);
}
