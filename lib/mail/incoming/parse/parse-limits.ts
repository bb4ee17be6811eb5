/** Bounds of one parse; everything beyond them stays in the raw mail and is named in `defects`. */
export interface ParseLimits {
  /** nested multiparts */
  maxDepth: number;
  /** MIME parts of one mail */
  maxParts: number;
  /** bytes of all header blocks together */
  maxHeaderBytes: number;
  /** characters of text and of HTML that are kept */
  maxTextLength: number;
}

/**
 * Each step of the parse is linear in the bytes it is given, so these bounds, and the size limit of the gateway, bound
 * its time: 50 MB of one-byte parts end in well under two seconds.
 */
export const DEFAULT_PARSE_LIMITS: ParseLimits = {
  maxDepth: 64,
  maxParts: 1_000,
  maxHeaderBytes: 1_048_576,
  maxTextLength: 2_000_000,
};
