const BASE = 36;
const SKEW = 38;
const DAMP = 700;
const MAX_CODE_POINT = 0x10ffff;

/**
 * What stands behind `xn--` in a label, as letters (RFC 3492 section 6.2). Null where it decodes to nothing. Written out
 * because neither browsers nor the URL standard offer the way back.
 */
export function decodePunycode(encoded: string): string | null {
  const delimiter = encoded.lastIndexOf('-');
  const letters = delimiter > 0 ? [...encoded.slice(0, delimiter)].map((letter) => letter.charCodeAt(0)) : [];
  let rest = encoded.slice(delimiter + 1).toLowerCase();
  let codePoint = 128;
  let position = 0;
  let bias = 72;
  let isFirst = true;
  // A domain name holds 253 characters at most: more cannot be a label.
  if (rest === '' || encoded.length > 253) return null;
  while (rest !== '') {
    const delta = readDelta(rest, bias);
    if (delta === null) return null;
    rest = rest.slice(delta.length);
    const length = letters.length + 1;
    bias = adaptBias(delta.value, length, isFirst);
    isFirst = false;
    position += delta.value;
    codePoint += Math.floor(position / length);
    position %= length;
    if (codePoint > MAX_CODE_POINT) return null;
    letters.splice(position, 0, codePoint);
    position += 1;
  }
  return String.fromCodePoint(...letters);
}

/** One number of variable length: its last digit is below the threshold of its place. */
function readDelta(digits: string, bias: number): { value: number; length: number } | null {
  let value = 0;
  let weight = 1;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digitOf(digits.charCodeAt(index));
    if (digit < 0) return null;
    value += digit * weight;
    if (value > 2 ** 31) return null;
    const threshold = Math.min(Math.max(BASE * (index + 1) - bias, 1), 26);
    if (digit < threshold) return { value, length: index + 1 };
    weight *= BASE - threshold;
  }
  return null;
}

function digitOf(code: number): number {
  if (code >= 0x61 && code <= 0x7a) return code - 0x61;
  return code >= 0x30 && code <= 0x39 ? code - 0x30 + 26 : -1;
}

function adaptBias(delta: number, length: number, isFirst: boolean): number {
  let scaled = isFirst ? Math.floor(delta / DAMP) : delta >> 1;
  scaled += Math.floor(scaled / length);
  let bias = 0;
  for (; scaled > ((BASE - 1) * 26) >> 1; bias += BASE) scaled = Math.floor(scaled / (BASE - 1));
  return bias + Math.floor((BASE * scaled) / (scaled + SKEW));
}
