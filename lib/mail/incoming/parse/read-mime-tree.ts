import PostalMime from 'postal-mime';
import type { ParseLimits } from '#lib/mail/incoming/parse/parse-limits.ts';

/** One node of the MIME tree; `content` is decoded from its transfer encoding, not from its charset. */
export interface MimePart {
  /** lower case, such as `text/plain` */
  type: string;
  params: Record<string, string>;
  disposition: string;
  dispositionParams: Record<string, string>;
  contentId: string | null;
  headers: { name: string; value: string }[];
  content: Uint8Array;
  children: MimePart[];
}

/** What postal-mime builds before it sums a mail up; reports need the tree itself, and a body keeps its own rules. */
interface PostalNode {
  headers: { key: string; value: string }[];
  contentType: { parsed: { value: string; params: Record<string, string> } };
  contentDisposition: { parsed: { value: string; params: Record<string, string> } };
  contentId?: string;
  contentTransferEncoding: { encoding: string };
  content: ArrayBuffer | null;
  childNodes: PostalNode[];
}

/**
 * Reads the MIME structure. Messages inside the message stay closed (one part each), so that a mail of nested mails
 * costs no more than its bytes.
 *
 * @throws Error where the nesting is deeper than `maxDepth` or the headers are longer than `maxHeaderBytes`
 */
export async function readMimeTree(bytes: Uint8Array, limits: ParseLimits): Promise<MimePart> {
  const parser = new PostalMime({
    forceRfc822Attachments: true,
    maxRfc822NestingDepth: 0,
    maxNestingDepth: limits.maxDepth,
    // transcoding a raw 8-bit header to UTF-8 makes it longer than the bytes counted before
    maxHeadersSize: limits.maxHeaderBytes * 4,
  });
  await parser.parse(bytes);
  return toPart((parser as unknown as { root: PostalNode }).root, 0);
}

function toPart(node: PostalNode, depth: number): MimePart {
  return {
    type: node.contentType.parsed.value || 'text/plain',
    params: node.contentType.parsed.params,
    disposition: node.contentDisposition.parsed.value.toLowerCase(),
    dispositionParams: node.contentDisposition.parsed.params,
    contentId: node.contentId?.replace(/^[\s<]+|[\s>]+$/g, '') || null,
    headers: node.headers.map((header) => ({ name: header.key, value: header.value })),
    content: contentOf(node, depth),
    children: node.childNodes.map((child) => toPart(child, depth + 1)),
  };
}

/** The line end before a delimiter belongs to the delimiter (RFC 2046 section 5.1.1), not to the part above it. */
function contentOf(node: PostalNode, depth: number): Uint8Array {
  const content = new Uint8Array(node.content ?? new ArrayBuffer(0));
  const owned = depth > 0 && node.contentTransferEncoding.encoding !== 'base64' && content.at(-1) === 0x0a;
  return owned ? content.subarray(0, -1) : content;
}
