'use client';
import { useQueryClient } from '@tanstack/react-query';
import { ArrowLeft, Info } from 'lucide-react';
import { useRef, useState } from 'react';
import { Form } from '#components/form/form.tsx';
import { PageBody, PageHeader } from '#components/frame/page-header.tsx';
import { Button } from '#components/ui/button.tsx';
import { useNavigation } from '#components/ui/link.tsx';
import type { OutgoingPreset } from '#lib/mail/servers/outgoing-presets.ts';
import type { MailDestination } from '#lib/mail/servers/read-mail-destination.ts';
import { createServer } from '../actions.ts';
import { ConnectionSection } from '../connection-section.tsx';
import { destinationWords } from '../destination-words.ts';
import { inputOf, outgoingFormSchema, presetValues } from '../form-values.ts';
import { IdentitySection } from '../identity-section.tsx';
import { AdvancedSection, LimitsSection } from '../limit-sections.tsx';
import { PresetPicker } from '../preset-picker.tsx';
import { FilterFollowsUser } from './filter-follows-user.tsx';

interface NewServerProps {
  presets: readonly OutgoingPreset[];
  destination: MailDestination['kind'];
}

/** First whose server it is, then a form that knows all about it but the secret; saving leads to its test. */
export function NewServer({ presets, destination }: NewServerProps) {
  const [preset, setPreset] = useState<OutgoingPreset | null | undefined>(undefined);
  const chosen = preset !== undefined;
  return (
    <>
      <PageHeader
        title={preset ? `New outgoing server: ${preset.name}` : 'New outgoing server'}
        crumbs={[
          { label: 'Technical' },
          { label: 'Outgoing mail servers', href: '/technical/outgoing-servers' },
          { label: 'New' },
        ]}
        actions={
          chosen ? (
            <Button onClick={() => setPreset(undefined)}>
              <ArrowLeft aria-hidden /> Another provider
            </Button>
          ) : undefined
        }
      />
      <PageBody>
        {chosen ? (
          <NewServerForm preset={preset} />
        ) : (
          <>
            {destination === 'own' ? null : (
              <p className="mb-6 flex max-w-3xl gap-2.5 rounded-lg border border-info-line bg-info-soft px-3 py-2.5 text-info text-sm">
                <Info aria-hidden className="mt-0.5 size-4 shrink-0" />
                <span className="min-w-0">{destinationWords[destination]}</span>
              </p>
            )}
            <PresetPicker presets={presets} onPick={setPreset} />
          </>
        )}
      </PageBody>
    </>
  );
}

function NewServerForm({ preset }: { preset: OutgoingPreset | null }) {
  const { push } = useNavigation();
  const queries = useQueryClient();
  const made = useRef<{ id: number; authentication: string } | null>(null);
  return (
    <Form
      schema={outgoingFormSchema}
      defaultValues={presetValues(preset)}
      actions="buttons"
      saveLabel={preset?.authentication === 'oauth2' ? 'Save and continue' : 'Save and test'}
      savedMessage="Server saved"
      onSubmit={async (values) => {
        const result = await createServer(inputOf(values));
        if (result.ok) made.current = result.value;
        return result;
      }}
      onSaved={() => {
        void queries.invalidateQueries({ queryKey: ['servers'] });
        // An account is connected before there is anything to test.
        const next = made.current?.authentication === 'oauth2' ? '' : '?test=1';
        push(`/technical/outgoing-servers/${made.current?.id}${next}`);
      }}
    >
      {preset?.filterIsUsername ? <FilterFollowsUser /> : null}
      <ConnectionSection passwordSetAt={null} hint={preset?.hint} />
      <IdentitySection />
      <LimitsSection />
      <AdvancedSection />
    </Form>
  );
}
