'use client';
import { FileUp, FlaskConical } from 'lucide-react';
import { type DragEvent, type FormEvent, useId, useRef, useState } from 'react';
import { FieldError } from '#components/form/field.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Input } from '#components/ui/input.tsx';
import { Label } from '#components/ui/label.tsx';
import { Select } from '#components/ui/select.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { formatSize } from '../../../format-size.ts';
import type { Question } from './ask-gateway.ts';

const example = `From: Mary Miller <mary@customer.example>
To: sales@mycompany.example
Subject: Twelve chairs

Could you send me an offer?`;

export interface QuestionFormProps {
  onAsk: (question: Question) => void;
  isAsking: boolean;
  /** Incoming servers the mail may come by. */
  servers: readonly { value: string; label: string }[];
  /** The largest mail the gateway takes, in MB. */
  limitMb: number;
}

const bytesPerMb = 1_048_576;

const noEnvelope = { envelopeFrom: '', envelopeTo: '', serverId: null };

/** A mail as a dropped file or pasted text, and its envelope for those who know it. */
export function QuestionForm({ onAsk, isAsking, servers, limitMb }: QuestionFormProps) {
  const id = useId();
  const picker = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const [isOver, setOver] = useState(false);
  const [tooLarge, setTooLarge] = useState<string | null>(null);
  const [envelope, setEnvelope] = useState<Omit<Question, 'mail'>>(noEnvelope);
  const take = (given: File | undefined) => {
    if (!given) return;
    const isTooLarge = given.size > limitMb * bytesPerMb;
    setTooLarge(
      isTooLarge ? `${given.name} has ${formatSize(given.size)}; the gateway takes ${limitMb} MB at most.` : null,
    );
    if (isTooLarge) return;
    setFile(given);
    onAsk({ mail: given, ...envelope });
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const mail = file ?? new Blob([text]);
    if (mail.size > 0) onAsk({ mail, ...envelope });
  };
  return (
    <form onSubmit={submit} className="flex min-w-0 flex-col gap-4">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is extra; the button inside does the same */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={cn(
          'flex flex-col items-center gap-2 rounded-lg border border-dashed px-4 py-8 text-center',
          isOver ? 'border-primary bg-primary-soft' : 'border-input/70 bg-canvas',
        )}
      >
        <FileUp aria-hidden className="size-5 text-muted-foreground" />
        {file ? (
          <p className="wrap-anywhere max-w-full">
            {file.name} <span className="text-muted-foreground">({formatSize(file.size)})</span>
          </p>
        ) : (
          <p className="text-muted-foreground">Drop an EML file here, up to {limitMb} MB</p>
        )}
        <FieldError id={`${id}-size`} message={tooLarge ?? undefined} />
        <div className="flex gap-2">
          <Button size="sm" onClick={() => picker.current?.click()}>
            {file ? 'Choose another file' : 'Choose a file'}
          </Button>
          {file ? (
            <Button size="sm" variant="ghost" onClick={() => setFile(null)}>
              Paste instead
            </Button>
          ) : null}
        </div>
        <input
          ref={picker}
          type="file"
          accept=".eml,message/rfc822,text/plain"
          aria-label="EML file"
          className="hidden"
          onChange={(event) => take(event.target.files?.[0])}
        />
      </div>
      {file ? null : (
        <div className="flex flex-col gap-1.5">
          <Label htmlFor={`${id}-text`}>Or paste a mail: its headers are enough</Label>
          <Textarea
            id={`${id}-text`}
            rows={10}
            value={text}
            onChange={(event) => setText(event.target.value)}
            placeholder={example}
            spellCheck={false}
            className="font-mono text-sm"
          />
        </div>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <div className="flex flex-col gap-1.5">
          <Label htmlFor={`${id}-from`}>Envelope sender (optional)</Label>
          <Input
            id={`${id}-from`}
            value={envelope.envelopeFrom}
            onChange={(event) => setEnvelope({ ...envelope, envelopeFrom: event.target.value })}
            placeholder="mary@customer.example, or <>"
          />
        </div>
        <div className="flex flex-col gap-1.5">
          <Label htmlFor={`${id}-to`}>Envelope recipient (optional)</Label>
          <Input
            id={`${id}-to`}
            value={envelope.envelopeTo}
            onChange={(event) => setEnvelope({ ...envelope, envelopeTo: event.target.value })}
            placeholder="sales@mycompany.example"
          />
        </div>
      </div>
      {servers.length > 0 ? (
        <div className="flex flex-col gap-1.5">
          <Label htmlFor={`${id}-server`}>Comes by</Label>
          <Select
            id={`${id}-server`}
            options={[{ value: 'none', label: 'No incoming server' }, ...servers]}
            value={envelope.serverId ?? 'none'}
            onValueChange={(value) => setEnvelope({ ...envelope, serverId: value === 'none' ? null : value })}
          />
        </div>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" loading={isAsking} disabled={!file && !text.trim()}>
          <FlaskConical aria-hidden /> Show what would happen
        </Button>
        {file || text ? null : (
          <Button variant="ghost" onClick={() => setText(example)}>
            Use an example
          </Button>
        )}
      </div>
    </form>
  );
}
