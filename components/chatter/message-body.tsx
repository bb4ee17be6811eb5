'use client';
import { Ellipsis, ImageOff } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { cn } from '../ui/cn.ts';
import { hasOutsidePictures, hasOwnColours, safeNodes } from './safe-html.ts';

const style = `:host{display:block;overflow-wrap:anywhere}
p{margin:0 0 .6em}p:last-child,div:last-child>p:last-child{margin-bottom:0}
ul,ol{margin:.2em 0 .6em;padding-inline-start:1.5em}
blockquote{margin:.4em 0;padding-inline-start:.75em;border-inline-start:2px solid var(--border)}
a{color:var(--primary)}pre{white-space:pre-wrap;margin:.4em 0}img{max-width:100%;height:auto}
table{max-width:100%}hr{border:0;border-top:1px solid var(--border)}h1,h2,h3,h4{font-size:1.05em;margin:.5em 0 .3em}`;

interface MessageBodyProps {
  /** All of it. */
  html: string;
  /** Without what it quotes; null: the same. */
  visibleHtml: string | null;
  author: string;
  frameHref: (whole: boolean) => string;
  className?: string;
}

/** The text of a message: what it quotes folded under "…", pictures from outside only when asked for. */
export function MessageBody({ html, visibleHtml, author, frameHref, className }: MessageBodyProps) {
  const [whole, setWhole] = useState(false);
  const [pictures, setPictures] = useState(false);
  const canFold = visibleHtml !== null && visibleHtml !== html;
  const shown = whole || visibleHtml === null ? html : visibleHtml;
  return (
    <div className={className}>
      {pictures ? (
        <PictureFrame key={String(whole)} src={frameHref(whole)} title={`Message of ${author}`} />
      ) : (
        <ShadowHtml html={shown} />
      )}
      {canFold || (hasOutsidePictures(shown) && !pictures) ? (
        <div className="mt-1.5 flex flex-wrap items-center gap-2">
          {canFold ? (
            <button
              type="button"
              aria-expanded={whole}
              aria-label={whole ? 'Hide the quoted text' : 'Show the quoted text'}
              onClick={() => setWhole(!whole)}
              className="inline-flex h-6 items-center rounded-md border bg-muted px-1.5 text-muted-foreground hover:text-foreground pointer-coarse:h-8"
            >
              <Ellipsis aria-hidden className="size-4" />
            </button>
          ) : null}
          {hasOutsidePictures(shown) && !pictures ? (
            <Button size="sm" variant="ghost" onClick={() => setPictures(true)}>
              <ImageOff aria-hidden /> Show pictures from outside
            </Button>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}

/** HTML in a tree of its own: its styles do not reach the page, and the page's classes do not reach it. */
export function ShadowHtml({ html }: { html: string }) {
  const host = useRef<HTMLDivElement>(null);
  const onPaper = hasOwnColours(html);
  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return;
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    const sheet = document.createElement('style');
    sheet.textContent = style;
    root.replaceChildren(sheet, ...safeNodes(html));
  }, [html]);
  return (
    <div
      ref={host}
      dir="auto"
      className={cn(
        'max-w-full overflow-x-auto',
        onPaper &&
          'dark:rounded-md dark:bg-white dark:p-3 dark:text-[#18181b] dark:[--border:#e4e4e7] dark:[--primary:#6d28d9]',
      )}
    />
  );
}

/** A message with its outside pictures: a frame without scripts, as high as what it shows. */
function PictureFrame({ src, title }: { src: string; title: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(160);
  useEffect(() => {
    const measure = () =>
      setHeight(Math.min(frame.current?.contentDocument?.documentElement.scrollHeight ?? 160, 4000));
    const element = frame.current;
    element?.addEventListener('load', measure);
    return () => element?.removeEventListener('load', measure);
  }, []);
  return (
    <iframe
      ref={frame}
      src={src}
      title={title}
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      style={{ height }}
      className="w-full rounded-md border bg-white"
    />
  );
}
