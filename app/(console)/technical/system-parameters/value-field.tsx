'use client';
import { ChipsField } from '#components/form/chips-field.tsx';
import { SelectField } from '#components/form/select-field.tsx';
import { SwitchField } from '#components/form/switch-field.tsx';
import { TextField } from '#components/form/text-field.tsx';
import type { ParameterItem } from '#lib/parameters/parameter-schema.ts';

/** The editor that fits a parameter's type, in a form with the field `value`. */
export function ValueField({ parameter }: { parameter: ParameterItem }) {
  const { type, choices, min, max, defaultValue, isSecret } = parameter;
  const shared = { name: 'value', label: 'Value' };
  if (type === 'boolean') return <SwitchField {...shared} label="On" />;
  if (type === 'choice') {
    return <SelectField {...shared} options={(choices ?? []).map((value) => ({ value, label: value }))} />;
  }
  if (type === 'domains') {
    return <ChipsField {...shared} joined placeholder="mycompany.example" help="Press Enter after each domain." />;
  }
  if (isSecret) {
    return (
      <TextField
        {...shared}
        type="password"
        autoComplete="new-password"
        help="What is stored is encrypted and never shown. Writing here replaces it."
      />
    );
  }
  const help = type === 'integer' && min !== null ? `A whole number from ${min} to ${max}.` : undefined;
  const long = type === 'text' && !parameter.isKnown;
  return (
    <TextField
      {...shared}
      help={help}
      placeholder={defaultValue ?? examples[type]}
      multiline={long}
      rows={long ? 4 : undefined}
      mono={type !== 'integer'}
    />
  );
}

const examples: Partial<Record<ParameterItem['type'], string>> = {
  domain: 'mycompany.example',
  address: 'notifications',
  url: 'https://mail.mycompany.example',
};
