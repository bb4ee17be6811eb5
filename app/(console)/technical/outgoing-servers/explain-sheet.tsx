'use client';
import { TriangleAlert } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import { TraceList } from '#components/feedback/trace-list.tsx';
import { FieldFrame } from '#components/form/field.tsx';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Input } from '#components/ui/input.tsx';
import { Label } from '#components/ui/label.tsx';
import { Sheet, SheetContent } from '#components/ui/sheet.tsx';
import type { SelectionExplanation } from '#lib/mail/outgoing/explain-selection.ts';
import { explainSender } from './actions.ts';

interface ExplainSheetProps {
  /** Whom it asks for first. */
  from: string;
  /** As if bound to this server; left out: the choice is free. */
  server?: { id: number; name: string };
  onClose: () => void;
}

/** "Which server would send this?": a sender in; the server, both From addresses and every rule tried, out. */
export function ExplainSheet({ from: first, server, onClose }: ExplainSheetProps) {
  const [from, setFrom] = useState(first);
  const boundId = useId();
  const [bound, setBound] = useState(false);
  const [answer, setAnswer] = useState<SelectionExplanation | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const ask = async (serverId: number | null) => {
    setAsking(true);
    const result = await explainSender({ from: from.trim() || null, serverId });
    setAnswer(result.ok ? result.value : null);
    setRefusal(result.ok ? null : result.message);
    setAsking(false);
  };
  const serverId = bound && server ? server.id : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks for the first sender, and again when bound; typing waits for the button
  useEffect(() => {
    void ask(serverId);
  }, [serverId]);
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()}>
      <SheetContent
        size="lg"
        title="Which server would send this?"
        description="The rules that send, tried out. Nothing is sent."
      >
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            void ask(serverId);
          }}
        >
          <FieldFrame label="From" help="Empty: a mail of the system itself.">
            {(control) => (
              <div className="flex gap-2">
                <Input
                  {...control}
                  value={from}
                  dir="auto"
                  autoComplete="off"
                  placeholder="Anna <anna@mycompany.example>"
                  onChange={(event) => setFrom(event.target.value)}
                />
                <Button type="submit" variant="primary" loading={asking}>
                  Explain
                </Button>
              </div>
            )}
          </FieldFrame>
          {server ? (
            <div className="flex items-center gap-2">
              <Checkbox id={boundId} checked={bound} onCheckedChange={(checked) => setBound(checked === true)} />
              <Label htmlFor={boundId} className="font-normal">
                As if a template or mailing were bound to {server.name}
              </Label>
            </div>
          ) : null}
        </form>
        <div aria-live="polite" className="mt-6">
          {refusal ? (
            <p className="rounded-lg border border-danger-line bg-danger-soft px-3 py-2.5 text-danger text-sm">
              {refusal}
            </p>
          ) : null}
          {answer ? <Explanation answer={answer} /> : null}
        </div>
      </SheetContent>
    </Sheet>
  );
}

function Explanation({ answer }: { answer: SelectionExplanation }) {
  const { serverName, headerFrom, envelopeFrom, replyTo, rewritten, warning, trace } = answer;
  return (
    <>
      <dl className="grid grid-cols-[8rem_minmax(0,1fr)] gap-y-2 text-sm [&_dd]:wrap-anywhere [&_dt]:text-muted-foreground">
        <dt>Server</dt>
        <dd className="font-medium">{serverName}</dd>
        <dt>From</dt>
        <dd>
          {headerFrom} {rewritten ? <span className="text-muted-foreground">(rewritten)</span> : null}
        </dd>
        <dt>Return-Path</dt>
        <dd>{envelopeFrom}</dd>
        {replyTo ? (
          <>
            <dt>Reply-To</dt>
            <dd>{replyTo}</dd>
          </>
        ) : null}
      </dl>
      {warning ? (
        <p className="mt-4 flex gap-2.5 rounded-lg border border-warning-line bg-warning-soft px-3 py-2.5 text-sm text-warning">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span className="min-w-0">{warning}</span>
        </p>
      ) : null}
      <h3 className="mt-6 mb-2 font-medium text-sm">Rules tried, in order</h3>
      <TraceList trace={trace} />
    </>
  );
}
