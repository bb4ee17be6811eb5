'use client';
import { useQueryClient } from '@tanstack/react-query';
import { Archive, AtSign } from 'lucide-react';
import { useState } from 'react';
import { toast } from '#components/feedback/toaster.tsx';
import { PageBody, PageHeader } from '#components/frame/page-header.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { useNavigation } from '#components/ui/link.tsx';
import type { DocumentModel } from '#lib/core/enumerations.ts';
import type { DocumentItem } from '#lib/documents/document-definition.ts';
import type { FormOptions } from '#lib/documents/read-form-options.ts';
import { updateDocument } from './actions.ts';
import { DocumentForm } from './document-form.tsx';
import { DocumentMenu } from './document-menu.tsx';
import { type Me, RecordChatter } from './record-chatter.tsx';
import { screens } from './screens/screens.ts';
import { StageBar } from './stage-bar.tsx';

interface DocumentViewProps {
  model: DocumentModel;
  item: DocumentItem;
  options: FormOptions;
  me: Me;
}

/** A document: its stage, its fields, and the chatter beside or below them. */
export function DocumentView({ model, item, options, me }: DocumentViewProps) {
  const screen = screens[model];
  const hint = screen.hint?.(item, options);
  return (
    <>
      <PageHeader
        title={item.name}
        crumbs={[...screen.app, { label: screen.title, href: screen.path }, { label: item.name }]}
        badge={
          item.active === false ? (
            <Badge tone="warning" icon={Archive}>
              Archived
            </Badge>
          ) : null
        }
        description={
          hint ? (
            <span className="inline-flex items-start gap-1.5">
              <AtSign aria-hidden className="mt-0.75 size-4 shrink-0" />
              <span className="wrap-anywhere min-w-0">{hint}</span>
            </span>
          ) : null
        }
        actions={<DocumentMenu screen={screen} item={item} />}
      >
        {screen.stages.length > 0 ? <RecordStage model={model} item={item} /> : null}
      </PageHeader>
      <PageBody aside={<RecordChatter record={{ model, id: item.id, path: `${screen.path}/${item.id}` }} me={me} />}>
        <DocumentForm model={model} item={item} options={options} />
      </PageBody>
    </>
  );
}

/** Moves the document when a stage is clicked; the bar shows it at once and goes back when the server refuses. */
function RecordStage({ model, item }: { model: DocumentModel; item: DocumentItem }) {
  const screen = screens[model];
  const [wanted, setWanted] = useState<string | null>(null);
  const { refresh } = useNavigation();
  const queries = useQueryClient();
  const move = async (stage: string) => {
    setWanted(stage);
    const result = await updateDocument(model, item.id, { stage });
    if (result.ok) {
      refresh();
      void queries.invalidateQueries({ queryKey: ['records', model] });
      return;
    }
    setWanted(null);
    toast.error(result.message);
  };
  return (
    <StageBar stages={screen.stages} value={wanted ?? String(item.stage)} onChange={(stage) => void move(stage)} />
  );
}
