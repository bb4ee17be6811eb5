'use client';
import { useFormContext, useWatch } from 'react-hook-form';
import { NumberField } from '#components/form/number-field.tsx';
import { FieldRow } from '#components/form/section.tsx';
import { SelectField } from '#components/form/select-field.tsx';
import type { Encryption } from '#lib/core/enumerations.ts';
import { encryptionOptions } from './encryption-words.ts';
import { useProposedPort } from './use-proposed-port.ts';

/** Encryption and port side by side: choosing an encryption proposes its usual port. */
export function EncryptionField({
  usual,
  disabled,
}: {
  usual: (encryption: Encryption) => number;
  disabled?: boolean;
}) {
  const { control } = useFormContext();
  const encryption: Encryption = useWatch({ control, name: 'encryption' });
  useProposedPort(usual);
  return (
    <>
      <FieldRow>
        <SelectField name="encryption" label="Encryption" options={encryptionOptions} disabled={disabled} />
        <NumberField name="port" label="Port" disabled={disabled} />
      </FieldRow>
      {encryption === 'none' ? (
        <p className="text-sm text-warning">
          User name, password and mails travel readable for everybody in between. Right for a server on this host only.
        </p>
      ) : null}
    </>
  );
}
