const maxLines = 120;
const maxLineLength = 500;

/** The SMTP dialogue of one transaction, for people: no passwords, no message. */
export interface Transcript {
  /** A logger as nodemailer wants one. */
  logger: Record<
    'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal',
    (entry: object, ...words: unknown[]) => void
  > & {
    level: (name: string) => void;
  };
  /** Notes what we said (`C:`) or the server (`S:`) after the sign-in. */
  note(mark: 'C:' | 'S:', text: string): void;
  /** The dialogue since the last call. */
  take(): string;
}

/** Starts an empty transcript. */
export function openTranscript(): Transcript {
  let lines: string[] = [];
  let signingIn = false;
  const add = (mark: string, text: string) => {
    for (const line of text.includes('\n') ? text.split('\n') : [text])
      if (lines.length < maxLines) lines.push(`${mark} ${line.slice(0, maxLineLength)}`);
  };
  const listen = (entry: object, ...words: unknown[]) => {
    const { tnx } = entry as { tnx?: string };
    const text = String(words[0] ?? '');
    if (tnx === 'client') {
      if (/^AUTH\b/i.test(text)) signingIn = true;
      // Between AUTH and its verdict every line of ours is a credential.
      add(
        'C:',
        signingIn ? text.replace(/^(AUTH \S+).*$|^.*$/is, (_, method) => `${method ?? ''} (hidden)`.trim()) : text,
      );
    } else if (tnx === 'server') {
      if (!/^334/.test(text)) signingIn = false;
      add('S:', signingIn ? '334 (hidden)' : text);
    }
  };
  const quiet = () => undefined;
  return {
    logger: { trace: quiet, debug: listen, info: quiet, warn: quiet, error: quiet, fatal: quiet, level: quiet },
    note: add,
    take: () => {
      const dialogue = lines.join('\n');
      lines = [];
      return dialogue;
    },
  };
}
