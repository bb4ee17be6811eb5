'use client';
import { useEffect, useRef } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import type { Encryption } from '#lib/core/enumerations.ts';

/** Sets the usual port when the encryption or the kind of server changes, unless somebody typed another one. */
export function useProposedPort(usual: (encryption: Encryption) => number): void {
  const { control, getValues, setValue } = useFormContext();
  const encryption: Encryption = useWatch({ control, name: 'encryption' });
  const proposed = usual(encryption);
  const before = useRef(proposed);
  useEffect(() => {
    if (before.current === proposed) return;
    const port = getValues('port');
    if (port === null || port === before.current) {
      setValue('port', proposed, { shouldDirty: true, shouldValidate: true });
    }
    before.current = proposed;
  }, [proposed, getValues, setValue]);
}
