import { FlaskConical } from 'lucide-react';
import { EmptyState } from '#components/feedback/empty-state.tsx';
import { ErrorState } from '#components/feedback/error-state.tsx';
import { TraceList } from '#components/feedback/trace-list.tsx';
import { StateBadge } from '#components/mail/state-badge.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { NamedAnswer } from '#lib/mail/incoming/trace/name-routes.ts';
import type { DocumentPlaces } from '../../../document-places.ts';
import { PartList } from '../../../part-list.tsx';
import { ReplyText } from '../../../reply-text.tsx';
import { MailFacts } from '../mail-facts.tsx';
import { asSentence, traceWithNames, withNames } from '../reason-words.ts';
import { RouteList } from '../route-list.tsx';
import { AnswerCard } from './answer-card.tsx';

/** Characters shown of the text. */
const longestText = 100_000;

interface VerdictProps {
  shown:
    | { kind: 'nothing' }
    | { kind: 'asking' }
    | { kind: 'answer'; answer: NamedAnswer }
    | { kind: 'problem'; words: string };
  places: DocumentPlaces;
}

/** What the rules say, and why. */
export function Verdict({ shown, places }: VerdictProps) {
  if (shown.kind === 'asking') {
    return (
      <div role="status" aria-label="Asking the rules" className="flex flex-col gap-4">
        <Skeleton className="h-6 w-40" />
        <Skeleton className="h-20 w-full rounded-lg" />
        <Skeleton className="h-72 w-full rounded-lg" />
      </div>
    );
  }
  if (shown.kind === 'problem') return <ErrorState title="The mail could not be tried" description={shown.words} />;
  if (shown.kind === 'nothing') {
    return (
      <EmptyState
        icon={FlaskConical}
        title="No mail was tried yet"
        description="The outcome, the documents it would reach and every rule that was asked appear here."
        className="h-full rounded-lg border border-dashed"
      />
    );
  }
  const { answer } = shown;
  return (
    <div className="flex flex-col gap-6">
      <div role="status" className="flex flex-col gap-2">
        <span>
          <StateBadge kind="outcome" state={answer.outcome} />
        </span>
        <p className="wrap-anywhere">{asSentence(withNames(answer.reason, answer.routes))}</p>
      </div>
      <section aria-labelledby="routes" className="flex flex-col gap-3">
        <h2 id="routes" className="font-medium">
          Where it would go
        </h2>
        <RouteList routes={answer.routes} places={places} />
      </section>
      {answer.answers && answer.answers.length > 0 ? (
        <section aria-labelledby="answers" className="flex flex-col gap-3">
          <h2 id="answers" className="font-medium">
            What the sender would be answered
          </h2>
          {answer.answers.map((one) => (
            <AnswerCard key={one.kind} answer={one} />
          ))}
        </section>
      ) : null}
      <section aria-labelledby="rules" className="flex flex-col gap-3">
        <h2 id="rules" className="font-medium">
          Why: the rules in their order
        </h2>
        <TraceList trace={traceWithNames(answer.trace, answer.routes)} />
      </section>
      {answer.parsed ? (
        <section aria-labelledby="read" className="flex flex-col gap-3">
          <h2 id="read" className="font-medium">
            What was read
          </h2>
          <MailFacts parsed={answer.parsed} />
          {answer.parsed.text.trim() ? (
            <ReplyText text={answer.parsed.text.slice(0, longestText)} visibleText={answer.parsed.visibleText} />
          ) : null}
          <PartList root={answer.parsed.parts} />
        </section>
      ) : null}
    </div>
  );
}
