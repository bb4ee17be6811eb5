'use client';
import { useQueryClient } from '@tanstack/react-query';
import { Form } from '#components/form/form.tsx';
import { PageBody, PageHeader } from '#components/frame/page-header.tsx';
import { useNavigation } from '#components/ui/link.tsx';
import type { DocumentModel } from '#lib/core/enumerations.ts';
import type { DocumentItem } from '#lib/documents/document-definition.ts';
import type { FormOptions } from '#lib/documents/read-form-options.ts';
import { createDocument, updateDocument } from './actions.ts';
import { screens } from './screens/screens.ts';

/** The fields of a document. */
export function DocumentForm({
  model,
  item,
  options,
}: {
  model: DocumentModel;
  item: DocumentItem;
  options: FormOptions;
}) {
  const screen = screens[model];
  const { refresh } = useNavigation();
  const queries = useQueryClient();
  return (
    <Form
      schema={screen.schema as never}
      defaultValues={screen.valuesOf(item)}
      onSubmit={(values) => updateDocument(model, item.id, values)}
      onSaved={() => {
        refresh();
        void queries.invalidateQueries({ queryKey: ['records', model] });
        void queries.invalidateQueries({ queryKey: ['thread', model, item.id] });
      }}
    >
      {screen.fields({ item, options })}
    </Form>
  );
}

/** The page on which a new document is written. */
export function NewDocument({ model, options }: { model: DocumentModel; options: FormOptions }) {
  const screen = screens[model];
  const { replace } = useNavigation();
  const queries = useQueryClient();
  let madeId = 0;
  const create = async (values: unknown) => {
    const result = await createDocument(model, values);
    if (result.ok) madeId = result.value;
    return result;
  };
  const title = `New ${screen.noun.one}`;
  return (
    <>
      <PageHeader
        title={title}
        crumbs={[...screen.app, { label: screen.title, href: screen.path }, { label: title }]}
      />
      <PageBody>
        <Form
          schema={screen.schema as never}
          defaultValues={screen.valuesOf(null)}
          onSubmit={create}
          onSaved={() => {
            void queries.invalidateQueries({ queryKey: ['records', model] });
            replace(`${screen.path}/${madeId}`);
          }}
          actions="buttons"
          saveLabel={`Create ${screen.noun.one}`}
          savedMessage={`${screen.noun.one.charAt(0).toUpperCase()}${screen.noun.one.slice(1)} created`}
        >
          {screen.fields({ item: null, options })}
        </Form>
      </PageBody>
    </>
  );
}
