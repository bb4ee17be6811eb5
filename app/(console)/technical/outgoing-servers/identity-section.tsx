'use client';
import type { ReactNode } from 'react';
import { ChipsField } from '#components/form/chips-field.tsx';
import { NumberField } from '#components/form/number-field.tsx';
import { Section } from '#components/form/section.tsx';
import { SenderPreview } from './sender-preview.tsx';

/** For whom the server sends, and when it is chosen. */
export function IdentitySection({ children }: { children?: ReactNode }) {
  return (
    <Section
      title="Identity"
      description="A server is chosen by its From filter first, then by priority. Never is mail sent From an address the server may not use."
    >
      <ChipsField
        name="fromFilter"
        label="From filter"
        help="Domains and addresses that may send through this server. Empty: any."
        optional
        joined
        placeholder="mycompany.example"
        check={(chip) => (/^@?[^@\s]+\.[^@\s]+$|^\S+@\S+$/.test(chip) ? null : 'Neither a domain nor an address')}
      />
      <SenderPreview />
      {children}
      <NumberField name="priority" label="Priority" help="Of several servers that fit, the lowest number sends." />
    </Section>
  );
}
