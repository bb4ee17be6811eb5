'use client';
import { useEffect, useRef } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import type { Encryption } from '#lib/core/enumerations.ts';

/** Sets the usual port when the encryption changes, unless somebody typed another one. */
export function useProposedPort(usual: (encryption: Encryption) => number): void {
  const { control, getValues, setValue } = useFormContext();
  const encryption: Encryption = useWatch({ control, name: 'encryption' });
  const before = useRef(encryption);
  useEffect(() => {
    if (before.current === encryption) return;
    const port = getValues('port');
    if (port === null || port === usual(before.current)) {
      setValue('port', usual(encryption), { shouldDirty: true, shouldValidate: true });
    }
    before.current = encryption;
  }, [encryption, getValues, setValue, usual]);
}
