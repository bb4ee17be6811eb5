'use client';
import { useEffect, useRef } from 'react';
import { safeNodes } from '#components/chatter/safe-html.ts';
import type { ComposedAnswer } from '#lib/mail/incoming/trace/gateway-answer.ts';

/** An automatic answer as its reader would see it. */
export function AnswerCard({ answer }: { answer: ComposedAnswer }) {
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => body.current?.replaceChildren(...safeNodes(answer.html, { keepStyle: false })), [answer.html]);
  return (
    <article aria-label={answer.subject} className="overflow-hidden rounded-lg border bg-card text-sm">
      <header className="border-b px-3 py-2">
        <p dir="auto" className="wrap-anywhere font-medium">
          {answer.subject}
        </p>
        <p className="wrap-anywhere text-muted-foreground">To {answer.to}, from the null sender</p>
      </header>
      <div
        ref={body}
        dir="auto"
        className="wrap-anywhere flex flex-col gap-2 px-3 py-2.5 [&_blockquote]:border-l-2 [&_blockquote]:pl-3 [&_blockquote]:text-muted-foreground"
      />
    </article>
  );
}
