const dropped =
  'script,style,iframe,frame,object,embed,form,input,button,select,textarea,link,meta,base,title,svg,math,template,video,audio,canvas,dialog';
const ownPicture = /^(\/api\/v1\/attachments\/\d+\/content$|data:image\/(png|jpe?g|gif|webp);)/i;
const link = /^(https?:|mailto:|tel:)/i;

/**
 * HTML as nodes that are safe to attach. The server has sanitised it; this holds where that failed: nothing runs, nothing
 * loads from outside, nothing takes over ids or styles of the page. Parsed in a document of its own, where nothing loads.
 */
export function safeNodes(html: string, { keepStyle = true }: { keepStyle?: boolean } = {}): Node[] {
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  for (const element of parsed.querySelectorAll(dropped)) element.remove();
  for (const element of parsed.body.querySelectorAll('*')) {
    for (const { name } of [...element.attributes]) {
      if (!isSafe(element, name.toLowerCase(), keepStyle)) element.removeAttribute(name);
    }
    if (element.tagName === 'A' && element.hasAttribute('href')) {
      element.setAttribute('target', '_blank');
      element.setAttribute('rel', 'noopener noreferrer nofollow');
    }
    if (element.tagName === 'IMG' && !element.hasAttribute('src')) element.replaceWith(wordsFor(parsed, element));
  }
  trimEnd(parsed.body);
  return [...parsed.body.childNodes];
}

/** Mail programs leave empty lines at the end, where a quoted text or a signature was. */
function trimEnd(element: Element): void {
  let last = element.lastChild;
  while (last && (last.nodeName === 'BR' || (last.nodeType === Node.TEXT_NODE && !last.textContent?.trim()))) {
    last.remove();
    last = element.lastChild;
  }
  if (last?.nodeType === Node.ELEMENT_NODE && /^(DIV|P|SPAN)$/.test(last.nodeName)) trimEnd(last as Element);
}

function isSafe(element: Element, name: string, keepStyle: boolean): boolean {
  const value = element.getAttribute(name) ?? '';
  if (name === 'href') return element.tagName === 'A' && link.test(value.trim());
  if (name === 'src') return element.tagName === 'IMG' && ownPicture.test(value);
  if (name === 'style') return keepStyle && !/url\s*\(|position\s*:|expression/i.test(value);
  return /^(alt|title|dir|lang|colspan|rowspan|align|valign|width|height|bgcolor|color|face|size|start|border|cellpadding|cellspacing|data-contact-id|data-mention)$/.test(
    name,
  );
}

/** A picture that is not loaded leaves its words. */
function wordsFor(parsed: Document, picture: Element): Node {
  return parsed.createTextNode(picture.getAttribute('alt') ?? '');
}

/** The same as text: for editors. */
export function safeHtml(html: string, options?: { keepStyle?: boolean }): string {
  const holder = document.createElement('div');
  holder.append(...safeNodes(html, options));
  return holder.innerHTML;
}

const block = /^(P|DIV|UL|OL|BLOCKQUOTE|PRE|H[1-6]|TABLE|HR)$/;

/** What an editor holds as paragraphs: browsers leave the first line bare, and a bare text would count as plain text. */
export function inParagraphs(html: string): string {
  const holder = document.createElement('div');
  holder.append(...safeNodes(html));
  let line: HTMLParagraphElement | null = null;
  for (const node of [...holder.childNodes]) {
    if (block.test(node.nodeName)) {
      line = null;
      continue;
    }
    if (!line) {
      line = document.createElement('p');
      holder.insertBefore(line, node);
    }
    line.append(node);
  }
  return holder.innerHTML;
}

/** A note that names people: they get it, by the channel they chose. */
export function withMentions(
  html: string,
  people: readonly { contactId: number | null; name: string; email: string }[],
): string {
  const named = people.filter(({ contactId }) => contactId !== null);
  if (named.length === 0) return html;
  const line = document.createElement('p');
  for (const { contactId, name, email } of named) {
    const mention = document.createElement('a');
    mention.dataset.contactId = String(contactId);
    mention.textContent = `@${name || email}`;
    line.append(mention, ' ');
  }
  return line.outerHTML + html;
}

/** Whether pictures of a text wait outside. */
export function hasOutsidePictures(html: string): boolean {
  return /\sdata-blocked-src=|<img[^>]+\ssrc=["']?https?:/i.test(html);
}

/** Whether a text brings colours of its own, which were chosen for white paper. */
export function hasOwnColours(html: string): boolean {
  return /\b(background(-color)?|color)\s*:|\sbgcolor=|<font[^>]+color=/i.test(html);
}

/** Whether nothing would be seen. */
export function isBlank(html: string): boolean {
  return !/<(img|hr)\b/i.test(html) && html.replace(/<[^>]*>|&nbsp;|\s|\u200b/g, '') === '';
}
