import type { AuditItem } from '#lib/audit/audit-schema.ts';

/** `outgoing-server.update` in words: "Outgoing server: update". */
export function actionWords(action: string): string {
  const [noun = '', verb = ''] = action.split('.');
  const words = noun.replaceAll('-', ' ');
  const subject = words.charAt(0).toLocaleUpperCase() + words.slice(1);
  return verb ? `${subject}: ${verb.replaceAll('-', ' ')}` : subject;
}

/** Who did it; the product itself where no person stood behind it. */
export function whoWords({ userName, userId, actorKind }: AuditItem): string {
  const person = userName ?? (userId === null ? null : `User ${userId}`);
  if (!person) return actorKind === 'system' ? 'The system' : 'Nobody signed in';
  return actorKind === 'api_key' ? `${person}, by API key` : person;
}

/** The fields whose value differs before and after. */
export function changedFields({ before, after }: Pick<AuditItem, 'before' | 'after'>): string[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return names.filter((name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]));
}
