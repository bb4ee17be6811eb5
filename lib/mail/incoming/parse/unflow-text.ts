/**
 * Joins the soft line breaks of `format=flowed` text (RFC 3676 section 4): a line ending in a space continues in the
 * next line of the same quote depth; the signature separator `-- ` never does.
 *
 * @param deleteSpace the DelSp parameter: the space was added for folding and goes
 */
export function unflowText(text: string, deleteSpace: boolean): string {
  const out: string[] = [];
  let paragraph: string[] = [];
  let depth = 0;
  for (const raw of text.split('\n')) {
    const quotes = /^>*/.exec(raw)?.[0].length ?? 0;
    const content = raw.slice(quotes).replace(/^ /, '');
    if (paragraph.length > 0 && (quotes !== depth || content === '-- ')) {
      out.push(quoted(paragraph, depth));
      paragraph = [];
    }
    depth = quotes;
    const soft = content.endsWith(' ') && content !== '-- ';
    paragraph.push(soft && deleteSpace ? content.slice(0, -1) : content);
    if (!soft) {
      out.push(quoted(paragraph, depth));
      paragraph = [];
    }
  }
  if (paragraph.length > 0) out.push(quoted(paragraph, depth));
  return out.join('\n');
}

function quoted(paragraph: string[], depth: number): string {
  return (depth > 0 ? `${'>'.repeat(depth)} ` : '') + paragraph.join('');
}
