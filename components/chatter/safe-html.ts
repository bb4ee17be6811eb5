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
  return [...parsed.body.childNodes];
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
