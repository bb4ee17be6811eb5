'use client';
import { useWatch } from 'react-hook-form';
import { FoldedSection } from '#components/form/folded-section.tsx';
import { NumberField } from '#components/form/number-field.tsx';
import { RadioCards } from '#components/form/radio-cards.tsx';
import { FieldRow, Section } from '#components/form/section.tsx';
import { SelectField } from '#components/form/select-field.tsx';
import { SwitchField } from '#components/form/switch-field.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { AddressPreview } from '../../address-preview.tsx';
import { policyOptions } from './alias-words.ts';
import { DefaultsFields, type DefaultsFieldsProps } from './defaults-fields.tsx';

interface AliasFieldsProps extends DefaultsFieldsProps {
  domains: readonly string[];
}

/** All fields of an alias. */
export function AliasFields({ domains, ...given }: AliasFieldsProps) {
  const { models } = given;
  const domain: string | null = useWatch({ name: 'domain' });
  const model: string = useWatch({ name: 'model' });
  const recordId: number | null = useWatch({ name: 'recordId' });
  const made = models.find(({ value }) => value === model);
  return (
    <>
      <Section title="Address" description="Mails to this address are taken in. Without a name the alias rests.">
        <FieldRow>
          <TextField name="localPart" label="Before the @" placeholder="sales" />
          <SelectField
            name="domain"
            label="Email domain"
            options={domains.map((domain) => ({ value: domain, label: `@${domain}` }))}
            emptyLabel="None"
          />
        </FieldRow>
        <AddressPreview
          name="localPart"
          domain={domain}
          does={
            recordId === null
              ? `become ${made?.labelPlural ?? 'documents'}`
              : `become messages of one ${made?.label.toLowerCase() ?? 'document'}`
          }
        />
        <SwitchField
          name="matchLocalPartOnly"
          label="Match in every domain"
          help="What stands before the @ is enough, whatever domain the mail was sent to."
        />
      </Section>
      <Section title="What a mail makes" description="A reply always goes to the document it answers.">
        <SelectField name="model" label="Creates" options={models} />
        <DefaultsFields {...given} />
      </Section>
      <Section title="Who may write" description="Others get an answer that says so, at most one an hour.">
        <RadioCards name="contactPolicy" label="Accept mails from" options={policyOptions} />
        <SwitchField
          name="requireVerifiedSender"
          label="Verified senders only"
          help="The mail is signed by the domain of its sender (DKIM). A forged address is refused."
        />
        <SwitchField
          name="acceptAutomatic"
          label="Accept automatic mail"
          help="Monitoring, web forms and lists create documents, too. Out-of-office replies never do."
        />
        <NumberField
          name="hourlyLimit"
          label="Mails an hour"
          help="Further ones wait in Incoming mails, and the administrators are told. Left empty: any number."
          optional
        />
      </Section>
      <FoldedSection title="Further values" description="Other fields of the document that a mail creates.">
        <TextField
          name="others"
          label="Values as JSON"
          help="Fields by the names they have in the API."
          optional
          multiline
          rows={4}
          mono
          placeholder={'{"phone": "+49 30 1234"}'}
        />
      </FoldedSection>
      <FoldedSection title="Refusal" description="What somebody reads whose mail is not accepted.">
        <TextField
          name="bouncedContent"
          label="Text of the refusal"
          help="Left empty: a short text that names the address, who may write and how to reach you."
          optional
          multiline
          rows={4}
        />
      </FoldedSection>
    </>
  );
}
