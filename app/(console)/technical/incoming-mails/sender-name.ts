/** Of `"Mary Miller" <mary@customer.example>` the name, else the address; "Nobody" where a mail names none. */
export function nameOfSender(from: string | null): string {
  if (!from) return 'Nobody';
  const name = from.match(/^(.*?)\s*<[^<>]*>$/)?.[1]?.trim();
  if (!name) return from.replace(/^<|>$/g, '');
  return name.startsWith('"') && name.endsWith('"') ? name.slice(1, -1).replace(/\\(.)/g, '$1') : name;
}
