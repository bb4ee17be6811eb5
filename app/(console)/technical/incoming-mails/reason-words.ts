/** A reason of the rules as a sentence: they begin small and end without a full stop. */
export function asSentence(reason: string): string {
  const text = reason.trim();
  if (text === '') return text;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?…]$/.test(text) ? '' : '.'}`;
}
