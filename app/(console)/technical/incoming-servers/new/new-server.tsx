'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { Form } from '#components/form/form.tsx';
import { PageBody, PageHeader } from '#components/frame/page-header.tsx';
import { useNavigation } from '#components/ui/link.tsx';
import { createServer } from '../actions.ts';
import { incomingFormSchema, inputOf, newServer } from '../form-values.ts';
import { type ModelChoice, ServerFields } from '../server-fields.tsx';

/** The form of a new incoming server; saving leads to its test. */
export function NewServer({ models }: { models: readonly ModelChoice[] }) {
  const { push } = useNavigation();
  const queries = useQueryClient();
  const made = useRef<{ id: number; authentication: string } | null>(null);
  return (
    <>
      <PageHeader
        title="New incoming server"
        description="It is fetched once its connection has been tested and confirmed."
        crumbs={[
          { label: 'Technical' },
          { label: 'Incoming mail servers', href: '/technical/incoming-servers' },
          { label: 'New' },
        ]}
      />
      <PageBody>
        <Form
          schema={incomingFormSchema}
          defaultValues={newServer}
          actions="buttons"
          saveLabel="Save and test"
          savedMessage="Server saved"
          onSubmit={async (values) => {
            const { address, ...input } = inputOf(values);
            // Left empty, the address is proposed from the user name.
            const result = await createServer(address ? { ...input, address } : input);
            if (result.ok) made.current = result.value;
            return result;
          }}
          onSaved={() => {
            void queries.invalidateQueries({ queryKey: ['servers'] });
            // An account is connected before there is anything to test.
            const next = made.current?.authentication === 'oauth2' ? '' : '?test=1';
            push(`/technical/incoming-servers/${made.current?.id}${next}`);
          }}
        >
          <ServerFields passwordSetAt={null} models={models} />
        </Form>
      </PageBody>
    </>
  );
}
