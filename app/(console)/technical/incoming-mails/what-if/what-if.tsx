'use client';
import { useState } from 'react';
import { PageBody, PageHeader } from '#components/frame/page-header.tsx';
import type { NamedAnswer } from '#lib/mail/incoming/trace/name-routes.ts';
import type { DocumentPlaces } from '../../../document-places.ts';
import { askGateway, type Question } from './ask-gateway.ts';
import { QuestionForm, type QuestionFormProps } from './question-form.tsx';
import { Verdict } from './verdict.tsx';

type Shown =
  | { kind: 'nothing' }
  | { kind: 'asking' }
  | { kind: 'answer'; answer: NamedAnswer }
  | { kind: 'problem'; words: string };

interface WhatIfProps extends Pick<QuestionFormProps, 'servers' | 'limitMb'> {
  places: DocumentPlaces;
}

/** At the left a mail, at the right what would become of it. */
export function WhatIf({ places, servers, limitMb }: WhatIfProps) {
  const [shown, setShown] = useState<Shown>({ kind: 'nothing' });
  const ask = async (question: Question) => {
    setShown({ kind: 'asking' });
    try {
      setShown({ kind: 'answer', answer: await askGateway(question) });
    } catch (error) {
      setShown({ kind: 'problem', words: error instanceof Error ? error.message : 'Try again in a moment.' });
    }
  };
  return (
    <>
      <PageHeader
        title="What would happen?"
        description="Give a mail to the rules and see what they would do with it. Nothing is stored, sent or changed."
        crumbs={[
          { label: 'Technical' },
          { label: 'Incoming mails', href: '/technical/incoming-mails' },
          { label: 'What would happen?' },
        ]}
      />
      <PageBody className="grid gap-8 lg:grid-cols-2 xl:max-w-[1400px]">
        <QuestionForm onAsk={ask} isAsking={shown.kind === 'asking'} servers={servers} limitMb={limitMb} />
        <div className="min-w-0">
          <Verdict shown={shown} places={places} />
        </div>
      </PageBody>
    </>
  );
}
