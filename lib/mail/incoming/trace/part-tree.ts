import { fileName } from '../parse/collect-attachments.ts';
import type { MimePart } from '../parse/read-mime-tree.ts';

/** One part of a mail, as a screen shows it. */
export interface PartView {
  /** Lower case, such as `multipart/alternative`. */
  type: string;
  /** As the sender wrote it; null where the part names no file. */
  filename: string | null;
  charset: string | null;
  /** `inline`, `attachment`, or empty. */
  disposition: string;
  /** Bytes of the decoded content; of a container those of all parts in it. */
  size: number;
  parts: PartView[];
}

/** Parts of one mail that are shown; a mail of more is a mail nobody wrote. */
const mostParts = 500;

/** The MIME tree without its bytes. */
export function partTree(root: MimePart): PartView {
  let left = mostParts;
  const view = (part: MimePart): PartView => {
    const parts: PartView[] = [];
    for (const child of part.children) {
      if (left <= 0) break;
      left -= 1;
      parts.push(view(child));
    }
    const isNamed = part.children.length === 0 && (part.dispositionParams.filename ?? part.params.name) !== undefined;
    return {
      type: part.type,
      filename: isNamed ? fileName(part) : null,
      charset: part.type.startsWith('text/') ? (part.params.charset ?? null) : null,
      disposition: part.disposition,
      size: part.children.length === 0 ? part.content.length : parts.reduce((sum, { size }) => sum + size, 0),
      parts,
    };
  };
  return view(root);
}
