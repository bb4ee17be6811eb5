import { CodeBlock } from '#components/ui/code-block.tsx';
import { splitVisible } from './split-visible.ts';

interface ReplyTextProps {
  text: string;
  /** What the author wrote now. */
  visibleText: string;
}

/** The text of a mail with what is no reply set apart: quoted mail and signature, folded in the chatter. */
export function ReplyText({ text, visibleText }: ReplyTextProps) {
  const pieces = splitVisible(text, visibleText);
  if (pieces === null) return <CodeBlock code={visibleText || text} label="text of the mail" />;
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      aria-label="text of the mail"
      className="max-h-[32rem] overflow-auto rounded-lg border bg-muted font-mono text-xs leading-5"
    >
      {pieces.map((piece, index) =>
        piece.kept ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces never move
          <pre key={index} dir="auto" className="wrap-anywhere whitespace-pre-wrap p-3">
            {piece.text}
          </pre>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces never move
          <div key={index} className="border-warning/50 border-l-2 bg-warning-soft px-3 py-2">
            <p className="font-sans font-medium text-warning text-xs">Folded as quote or signature</p>
            <pre dir="auto" className="wrap-anywhere whitespace-pre-wrap text-muted-foreground">
              {piece.text}
            </pre>
          </div>
        ),
      )}
    </section>
  );
}
