/** The words after an address up to the next address or an empty line pair; of a report on one address all of them. */
export function wordsAbout(address: string, human: string, all: string[]): string {
  const at = human.toLowerCase().indexOf(address.toLowerCase());
  if (at < 0) return human.slice(0, 2_000).trim();
  const after = human.slice(at + address.length);
  const others = all
    .filter((one) => one !== address)
    .map((one) => after.indexOf(one))
    .filter((index) => index > 0);
  const end = Math.min(2_000, ...others);
  const lineStart = human.lastIndexOf('\n', at) + 1;
  const before = human.slice(lineStart, at).trim();
  return `${before} ${after.slice(0, end).replace(/^[>\s:]+/, '')}`.trim();
}
