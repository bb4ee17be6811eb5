'use client';
import { useQueryClient } from '@tanstack/react-query';
import { ExternalLink, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { ConfirmDialog } from '#components/feedback/confirm-dialog.tsx';
import { toast } from '#components/feedback/toaster.tsx';
import { Form } from '#components/form/form.tsx';
import { PageBody, PageHeader } from '#components/frame/page-header.tsx';
import { StateBadge } from '#components/mail/state-badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Link, useNavigation } from '#components/ui/link.tsx';
import type { AliasItem } from '#lib/mail/aliases/alias-schema.ts';
import { createAlias, deleteAliases, updateAlias } from './actions.ts';
import { AliasFields } from './alias-fields.tsx';
import { statusWords } from './alias-words.ts';
import type { DefaultsFieldsProps } from './defaults-fields.tsx';
import { aliasFormSchema, inputOf, placedErrors, valuesOf } from './form-values.ts';

interface AliasFormProps extends DefaultsFieldsProps {
  /** Null: a new one. */
  alias: AliasItem | null;
  domains: readonly string[];
  /** Pages of what the alias belongs to and of the record its mails go to. */
  links: readonly { label: string; href: string }[];
}

/** One alias. */
export function AliasForm({ alias, domains, links, ...offered }: AliasFormProps) {
  const { push, refresh } = useNavigation();
  const queries = useQueryClient();
  const title = alias ? (alias.email ?? 'Alias without address') : 'New alias';
  return (
    <>
      <PageHeader
        title={title}
        badge={alias ? <StateBadge kind="alias" state={alias.status} /> : undefined}
        description={alias ? statusWords[alias.status] : undefined}
        crumbs={[
          { label: 'Technical' },
          { label: 'Aliases', href: '/technical/aliases' },
          { label: alias ? title : 'New' },
        ]}
        actions={
          <>
            {links.map(({ label, href }) => (
              <Button asChild key={href}>
                <Link href={href}>
                  <ExternalLink aria-hidden /> {label}
                </Link>
              </Button>
            ))}
            {alias ? <DeleteAlias alias={alias} /> : null}
          </>
        }
      />
      <PageBody>
        <Form
          schema={aliasFormSchema}
          defaultValues={valuesOf(alias, domains[0] ?? null)}
          actions={alias ? 'bar' : 'buttons'}
          saveLabel={alias ? 'Save' : 'Add alias'}
          savedMessage="Alias saved"
          onSubmit={async (values) => {
            const input = inputOf(values);
            const result = await (alias ? updateAlias(alias.id, input) : createAlias(input));
            return result.ok ? result : { ...result, errors: placedErrors(values, result.errors) };
          }}
          onSaved={() => {
            void queries.invalidateQueries({ queryKey: ['aliases'] });
            if (alias) refresh();
            else push('/technical/aliases');
          }}
        >
          <AliasFields domains={domains} {...offered} />
        </Form>
      </PageBody>
    </>
  );
}

function DeleteAlias({ alias }: { alias: AliasItem }) {
  const [asking, setAsking] = useState(false);
  const { push } = useNavigation();
  const queries = useQueryClient();
  const remove = async () => {
    const result = await deleteAliases([alias.id]);
    if (!result.ok) {
      toast.error(result.message);
      return;
    }
    toast.success('The alias is deleted');
    await queries.invalidateQueries({ queryKey: ['aliases'] });
    push('/technical/aliases');
  };
  return (
    <>
      <Button variant="danger-soft" onClick={() => setAsking(true)}>
        <Trash2 aria-hidden /> Delete
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Delete ${alias.email ?? 'this alias'}?`}
        description="Mails to it make no documents any more: they are quarantined. Documents made so far stay."
        confirmLabel="Delete alias"
        danger
        onConfirm={remove}
      />
    </>
  );
}
