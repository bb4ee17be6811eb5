'use client';
import { useEffect, useState } from 'react';
import { FieldFrame } from '#components/form/field.tsx';
import { type RelationOption, RelationPicker } from '#components/form/relation-field.tsx';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';
import { Sheet, SheetContent } from '#components/ui/sheet.tsx';
import type { SelectionExplanation } from '#lib/mail/outgoing/explain-selection.ts';
import { explainSender } from './actions.ts';
import { searchCompanies, searchServers } from './queries.ts';
import { SelectionAnswer } from './selection-answer.tsx';

interface ExplainSheetProps {
  /** Whom it asks for first. */
  from: string;
  onClose: () => void;
}

/** "Which server would send this?": a sender in; the server, both From addresses and every rule tried, out. */
export function ExplainSheet({ from: first, onClose }: ExplainSheetProps) {
  const [from, setFrom] = useState(first);
  const [server, setServer] = useState<RelationOption | null>(null);
  const [company, setCompany] = useState<RelationOption | null>(null);
  const [answer, setAnswer] = useState<SelectionExplanation | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const ask = async () => {
    setAsking(true);
    const idOf = (chosen: RelationOption | null) => (chosen ? Number(chosen.id) : null);
    const result = await explainSender({ from: from.trim() || null, serverId: idOf(server), companyId: idOf(company) });
    setAnswer(result.ok ? result.value : null);
    setRefusal(result.ok ? null : result.message);
    setAsking(false);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks for the first sender, and again for every choice; typing waits for the button
  useEffect(() => {
    void ask();
  }, [server, company]);
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()}>
      <SheetContent
        size="lg"
        title="Which server would send this?"
        description="The rules that send, tried out. Nothing is sent."
      >
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            void ask();
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
          <div className="grid gap-4 sm:grid-cols-2">
            <FieldFrame label="Forced server" help="As a template or a mailing binds it.">
              {(control) => (
                <RelationPicker
                  control={control}
                  queryKey={['servers', 'choices']}
                  search={searchServers}
                  value={server}
                  onChange={setServer}
                  placeholder="None: the rules choose"
                />
              )}
            </FieldFrame>
            <FieldFrame label="Company" help="Its email domain gives the default From.">
              {(control) => (
                <RelationPicker
                  control={control}
                  queryKey={['companies', 'choices']}
                  search={searchCompanies}
                  value={company}
                  onChange={setCompany}
                  placeholder="The first one"
                />
              )}
            </FieldFrame>
          </div>
        </form>
        <div aria-live="polite" className="mt-6">
          {refusal ? (
            <p className="rounded-lg border border-danger-line bg-danger-soft px-3 py-2.5 text-danger text-sm">
              {refusal}
            </p>
          ) : null}
          {answer ? <SelectionAnswer answer={answer} /> : null}
        </div>
      </SheetContent>
    </Sheet>
  );
}
