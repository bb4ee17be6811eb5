'use client';
import type { ReactNode } from 'react';
import { Field } from '#components/form/field.tsx';
import { FieldRow, Section } from '#components/form/section.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { Select } from '#components/ui/select.tsx';
import type { DocumentModel } from '#lib/core/enumerations.ts';
import { priorities } from './case-look.tsx';
import { DocumentField, OwnerField } from './relations.tsx';
import type { FieldsProps } from './screen.ts';

/** How one model of cases calls what they all have. */
export interface CaseWords {
  /** Of the first section, e.g. Opportunity. */
  subject: string;
  subjectNote: string;
  subjectExample: string;
  /** Who looks after it. */
  owner: string;
  /** Who wrote. */
  sender: string;
  descriptionLabel: string;
  descriptionNote: string;
}

interface CaseFieldsProps extends FieldsProps {
  words: CaseWords;
  channel: { field: string; nameField: string; model: DocumentModel; label: string };
  ownFields: ReactNode;
}

/** The form of a case: what it is about, who wrote, and what is known of it. */
export function CaseFields({ item, options, words, channel, ownFields }: CaseFieldsProps) {
  return (
    <>
      <Section title={words.subject} description={words.subjectNote}>
        <TextField name="name" label="Subject" placeholder={words.subjectExample} />
        <FieldRow>
          <OwnerField
            name="ownerId"
            label={words.owner}
            options={options}
            initialId={item?.ownerId}
            initialLabel={item?.ownerName}
          />
          <DocumentField
            name={channel.field}
            label={channel.label}
            model={channel.model}
            initialId={item?.[channel.field]}
            initialLabel={item?.[channel.nameField]}
          />
        </FieldRow>
        <FieldRow>
          <PriorityField />
          {ownFields}
        </FieldRow>
      </Section>
      <Sender item={item} title={words.sender} />
      <Section title={words.descriptionLabel} description={words.descriptionNote}>
        <TextField name="description" label={words.descriptionLabel} optional multiline rows={5} />
      </Section>
    </>
  );
}

function Sender({ item, title }: { item: FieldsProps['item']; title: string }) {
  return (
    <Section title={title} description="Messages go to this address unless you choose others.">
      <FieldRow>
        <TextField name="emailFrom" label="Email" optional placeholder="mary@customer.example" />
        <TextField name="phone" label="Phone" optional placeholder="+44 20 7946 0000" />
      </FieldRow>
      <FieldRow>
        <TextField name="contactName" label="Name of the person" optional placeholder="Mary Lind" />
        <DocumentField
          name="contactId"
          label="Contact"
          model="contact"
          initialId={item?.contactId}
          initialLabel={item?.linkedContactName}
        />
      </FieldRow>
      <TextField
        name="emailCc"
        label="In Cc"
        optional
        help="Addresses that were in Cc of the mails; suggested as recipients."
        placeholder="tom@customer.example, eve@customer.example"
      />
    </Section>
  );
}

function PriorityField() {
  return (
    <Field name="priority" label="Priority">
      {({ field, control }) => (
        <Select
          {...control}
          ref={field.ref}
          onBlur={field.onBlur}
          value={String(field.value ?? 0)}
          onValueChange={(value) => value !== '' && field.onChange(Number(value))}
          options={priorities.map((label, index) => ({ value: String(index), label }))}
        />
      )}
    </Field>
  );
}
