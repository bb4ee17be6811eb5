'use client';
import { useEffect, useRef } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { getJson } from '#app/api-client.ts';
import { RelationField, type RelationOption } from '#components/form/relation-field.tsx';
import { FieldRow } from '#components/form/section.tsx';
import { SelectField } from '#components/form/select-field.tsx';
import type { ListPage } from '#lib/core/list-query.ts';
import type { AliasModel, NamedTargets } from './alias-form-options.ts';

export interface DefaultsFieldsProps {
  models: readonly AliasModel[];
  owners: readonly { id: number; name: string }[];
  /** Of what the alias names by number now. */
  names: NamedTargets;
}

const stars = [
  { value: '1', label: '1 star' },
  { value: '2', label: '2 stars' },
  { value: '3', label: '3 stars' },
];

/** What the document of a mail begins with: its team or project, who looks after it, stage and priority. */
export function DefaultsFields({ models, owners, names }: DefaultsFieldsProps) {
  const name: string = useWatch({ name: 'model' });
  const model = models.find(({ value }) => value === name);
  useForgetOnChange(name);
  if (!model) return null;
  const { channel, stages } = model;
  return (
    <>
      {channel ? (
        <RelationField
          key={`channel-${name}`}
          name={`defaults.${channel.field}`}
          label={channel.label}
          optional
          idOnly
          clearable
          initial={names.channel}
          queryKey={['records', channel.model, 'options']}
          search={(text) => findRecords(channel.model, text)}
          placeholder="None"
        />
      ) : null}
      <FieldRow>
        <SelectField
          name="defaults.ownerId"
          label="Looked after by"
          optional
          emptyLabel="Nobody yet"
          options={owners.map((owner) => ({ value: String(owner.id), label: owner.name }))}
        />
        <SelectField name="defaults.stage" label="Stage" optional emptyLabel="The first" options={stages} />
      </FieldRow>
      <SelectField name="defaults.priority" label="Priority" optional emptyLabel="No stars" options={stars} />
      <RelationField
        key={`record-${name}`}
        name="recordId"
        label={`Always the same ${model.label.toLowerCase()}`}
        help="Mails then become messages of it, and create nothing."
        optional
        idOnly
        clearable
        initial={names.record}
        queryKey={['records', name, 'options']}
        search={(text) => findRecords(name, text)}
        placeholder="No: every mail creates one"
      />
    </>
  );
}

/** A team of leads is no project of tasks: with another model what belongs to the old one goes. */
function useForgetOnChange(model: string): void {
  const { setValue } = useFormContext();
  const known = useRef(model);
  useEffect(() => {
    if (known.current === model) return;
    known.current = model;
    for (const name of ['defaults.teamId', 'defaults.projectId', 'defaults.jobId', 'defaults.stage', 'recordId'])
      setValue(name, null, { shouldDirty: true });
  }, [model, setValue]);
}

async function findRecords(model: string, q: string): Promise<RelationOption[]> {
  const asked = new URLSearchParams({ limit: '20', ...(q && { q }) });
  const page = await getJson<ListPage<{ id: number; name: string }>>(`/records/${model}`, asked);
  return page.items.map(({ id, name }) => ({ id, label: name }));
}
