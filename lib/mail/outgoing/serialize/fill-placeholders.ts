const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };

/**
 * Replaces `{{name}}` by the value of that name. Names that have no value stay as they are: they may be text that
 * somebody wrote. One pass: a value that looks like a placeholder is not looked at again.
 */
export function fillPlaceholders(text: string, values: Record<string, string> | null): string {
  if (!values) return text;
  return text.replace(/\{\{\s*([\w.-]{1,64})\s*\}\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? '') : whole,
  );
}

/** The same values for places that are not HTML: the escaping undone, and on one line. */
export function plainValues(values: Record<string, string> | null): Record<string, string> | null {
  if (!values) return null;
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, plain(value)]));
}

function plain(value: string): string {
  return value
    .replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => entities[entity] ?? entity)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}
