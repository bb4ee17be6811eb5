import sanitizeHtml from 'sanitize-html';
import { flattenHtml } from '#lib/mail/message/flatten-html.ts';
import type { SafeHtml } from './safe-html.ts';

const TEXT_TAGS =
  'a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q rp rt ruby s samp section small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr'.split(
    ' ',
  );
/** Their text would be shown as garbage once the tag is gone. */
const DROPPED_WITH_TEXT =
  'script style title head textarea option select noscript noembed iframe object svg math template xmp applet audio video canvas'.split(
    ' ',
  );

const LENGTH = [
  /^-?[\d.]{1,8}(px|pt|em|rem|ex|%|cm|mm|in|vw|vh)?( -?[\d.]{1,8}(px|pt|em|rem|ex|%)?| auto){0,3}$/i,
  /^(auto|normal|inherit|initial)$/i,
];
const COLOR = [/^#[0-9a-f]{3,8}$/i, /^(rgb|hsl)a?\([\d\s.,%/]{1,60}\)$/i, /^[a-z]{3,30}$/i];
const WORDS = [/^[a-z][a-z0-9 -]{0,80}$/i];
const BORDER = [/^[#\w\s.,()%-]{1,80}$/];

/** Nothing that loads (`url()`), overlays the page (`position`), or hides text from the reader but not from search. */
const STYLES: Record<string, RegExp[]> = {
  color: COLOR,
  'background-color': COLOR,
  background: COLOR,
  'font-family': [/^[\w\s,'"-]{1,200}$/],
  'font-size': [...LENGTH, ...WORDS],
  'font-weight': [/^\d{3}$/, ...WORDS],
  'line-height': LENGTH,
  'white-space': WORDS,
  'word-break': WORDS,
  direction: WORDS,
  display: [/^(block|inline|inline-block|table|table-row|table-cell|none|flex|list-item)$/i],
  'border-spacing': LENGTH,
  ...styles(['font-style', 'text-align', 'text-decoration', 'text-transform', 'vertical-align'], WORDS),
  ...styles(['list-style', 'list-style-type', 'border-collapse', 'float', 'clear'], WORDS),
  ...styles(
    ['width', 'height', 'min-width', 'max-width', 'min-height', 'max-height', 'text-indent', 'letter-spacing'],
    LENGTH,
  ),
  ...styles(sides('padding'), LENGTH),
  ...styles(sides('margin'), LENGTH),
  ...styles([...sides('border'), 'border-color', 'border-style', 'border-width', 'border-radius'], BORDER),
};

const ATTRIBUTES = {
  '*': ['style', 'dir', 'lang', 'title', 'align', 'valign', 'bgcolor', 'width', 'height', 'class', 'id'],
  a: ['href', 'name', 'target', 'rel'],
  img: ['src', 'alt', 'data-blocked-src', 'border'],
  font: ['color', 'face', 'size'],
  blockquote: ['type', 'cite'],
  table: ['border', 'cellpadding', 'cellspacing', 'summary', 'role'],
  td: ['colspan', 'rowspan', 'nowrap'],
  th: ['colspan', 'rowspan', 'nowrap', 'scope'],
  ol: ['start', 'type'],
  col: ['span'],
  colgroup: ['span'],
  time: ['datetime'],
};

const MAX_NESTING = 200;

/**
 * HTML of a received mail, safe to show: no scripts, handlers, forms, frames, style sheets or `url()`. Links open outside
 * without referrer. Unless `allowRemoteImages`, remote pictures wait in `data-blocked-src`; `cid:` pictures stay.
 */
export function sanitizeMailHtml(
  html: string,
  { allowRemoteImages = false }: { allowRemoteImages?: boolean } = {},
): SafeHtml {
  return sanitizeHtml(flattenHtml(html), {
    ...sharedOptions(),
    allowedSchemesByTag: { img: ['http', 'https', 'cid', 'data'] },
    transformTags: {
      a: openOutside,
      img: (tag, attributes) => ({ tagName: tag, attribs: imageAttributes(attributes, allowRemoteImages) }),
    },
  }) as SafeHtml;
}

/** HTML our own users write in the composer: the same tags, pictures only from this server, `cid:` or inline data. */
export function sanitizeComposerHtml(html: string): string {
  return sanitizeHtml(flattenHtml(html), {
    ...sharedOptions(),
    allowedAttributes: { ...ATTRIBUTES, a: [...ATTRIBUTES.a, 'data-mention', 'data-contact-id'] },
    allowedSchemesByTag: { img: ['http', 'https', 'cid', 'data'] },
    transformTags: {
      a: openOutside,
      img: (tag, attributes) => ({ tagName: tag, attribs: imageAttributes(attributes, true) }),
    },
  });
}

function sharedOptions(): sanitizeHtml.IOptions {
  return {
    allowedTags: TEXT_TAGS,
    nonTextTags: DROPPED_WITH_TEXT,
    allowedAttributes: ATTRIBUTES,
    allowedSchemes: ['http', 'https', 'mailto', 'tel', 'cid'],
    allowedSchemesAppliedToAttributes: ['href', 'src', 'cite', 'data-blocked-src'],
    allowProtocolRelative: false,
    allowedStyles: { '*': STYLES },
    nestingLimit: MAX_NESTING,
  };
}

function openOutside(tagName: string, attributes: sanitizeHtml.Attributes): sanitizeHtml.Tag {
  const attribs = { ...attributes };
  if (/^(https?|mailto|tel):/i.test(attribs.href ?? ''))
    Object.assign(attribs, { target: '_blank', rel: 'noopener noreferrer nofollow' });
  return { tagName, attribs };
}

/** Inline data is allowed for raster pictures only: an SVG can carry scripts and load other files. */
function imageAttributes(attributes: sanitizeHtml.Attributes, allowRemote: boolean): sanitizeHtml.Attributes {
  const { src = '', 'data-blocked-src': blocked, ...others } = attributes;
  const address = src.replace(/[\s\p{Cc}]+/gu, '');
  if (/^data:/i.test(address))
    return /^data:image\/(png|jpe?g|gif|webp);/i.test(address) ? { ...others, src: address } : others;
  if (/^cid:/i.test(address)) return { ...others, src: address };
  const remote = address.startsWith('//') ? `https:${address}` : address || (blocked ?? '');
  if (!/^https?:\/\//i.test(remote))
    return /^\/[^/\\]/.test(remote) && allowRemote ? { ...others, src: remote } : others;
  return allowRemote ? { ...others, src: remote } : { ...others, 'data-blocked-src': remote };
}

function styles(names: string[], patterns: RegExp[]): Record<string, RegExp[]> {
  return Object.fromEntries(names.map((name) => [name, patterns]));
}

function sides(name: string): string[] {
  return [name, ...['top', 'right', 'bottom', 'left'].map((side) => `${name}-${side}`)];
}
