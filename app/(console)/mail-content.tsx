'use client';
import { Download, Paperclip } from 'lucide-react';
import { MailFrame } from '#components/mail/mail-frame.tsx';
import { Button } from '#components/ui/button.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '#components/ui/tabs.tsx';
import type { PartView } from '#lib/mail/incoming/trace/part-tree.ts';
import type { ShownMail } from '#lib/mail/incoming/trace/shown-mail.ts';
import { formatSize } from './format-size.ts';
import { PartList } from './part-list.tsx';
import { ReplyText } from './reply-text.tsx';

export interface MailContentProps {
  mail: ShownMail;
  /** The body as a page of its own: `/mail-bodies/sandbox/7`. */
  src: string;
  /** "Message of Anna about Order 12". */
  title: string;
  emlHref: string;
  /** What the author wrote now: the text then shows what was folded as quote or signature. */
  visibleText?: string;
  /** The MIME tree: adds a tab that shows it. */
  parts?: PartView;
}

/** Characters shown of the plain text. */
const longestText = 100_000;

/** A mail as its reader sees it, and what stands behind: text, headers, files, the raw bytes. */
export function MailContent({ mail, src, title, emlHref, visibleText, parts }: MailContentProps) {
  const files = mail.attachments.filter((file) => !file.inline);
  const hasImages = /<img\b[^>]*\s(?:data-blocked-)?src="?https?:/i.test(mail.html ?? '');
  return (
    <Tabs defaultValue="message">
      <div className="relative">
        <TabsList className="pr-32">
          <TabsTrigger value="message">Message</TabsTrigger>
          <TabsTrigger value="text">Text</TabsTrigger>
          <TabsTrigger value="headers">Headers</TabsTrigger>
          {parts ? <TabsTrigger value="parts">Parts</TabsTrigger> : null}
        </TabsList>
        <Button asChild variant="ghost" size="sm" className="absolute top-0.5 right-0 bg-background">
          <a href={emlHref} download>
            <Download aria-hidden /> EML
            <span className="sr-only">: download the raw mail</span>
          </a>
        </Button>
      </div>
      <TabsContent value="message" className="flex flex-col gap-3">
        <MailFrame key={src} src={src} srcWithImages={hasImages ? withImages(src) : undefined} title={title} />
        {files.length > 0 ? <FileList files={files} /> : null}
      </TabsContent>
      <TabsContent value="text">
        {mail.text.trim() ? (
          <>
            {visibleText === undefined || mail.text.length > longestText ? (
              <CodeBlock code={mail.text.slice(0, longestText)} label="text of the mail" />
            ) : (
              <ReplyText text={mail.text} visibleText={visibleText} />
            )}
            {mail.text.length > longestText ? (
              <p className="mt-2 text-muted-foreground text-sm">The text is longer; all of it is in the EML.</p>
            ) : null}
          </>
        ) : (
          <p className="text-muted-foreground">This mail has no text part.</p>
        )}
      </TabsContent>
      <TabsContent value="headers">
        <CodeBlock code={mail.headers.map(({ name, value }) => `${name}: ${value}`).join('\n')} label="headers" />
      </TabsContent>
      {parts ? (
        <TabsContent value="parts">
          <PartList root={parts} />
        </TabsContent>
      ) : null}
    </Tabs>
  );
}

function FileList({ files }: { files: ShownMail['attachments'] }) {
  return (
    <ul aria-label="Files" className="flex flex-wrap gap-2">
      {files.map((file, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a mail may carry two files of one name
        <li key={index} className="flex max-w-full items-center gap-2 rounded-md border bg-card px-2.5 py-1.5 text-sm">
          <Paperclip aria-hidden className="size-4 shrink-0 text-muted-foreground" />
          <span dir="auto" className="truncate">
            {file.filename || file.contentType}
          </span>
          <span className="whitespace-nowrap text-muted-foreground tabular-nums">{formatSize(file.size)}</span>
        </li>
      ))}
    </ul>
  );
}

function withImages(src: string): string {
  return `${src}${src.includes('?') ? '&' : '?'}images=1`;
}
