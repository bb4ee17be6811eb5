'use client';
import { useEffect, useRef } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';

/** At providers whose account sends as itself only, the From filter is the user name, until somebody writes another one. */
export function FilterFollowsUser() {
  const { control, getValues, setValue } = useFormContext();
  const username: string = useWatch({ control, name: 'username' });
  const proposed = useRef('');
  useEffect(() => {
    if (getValues('fromFilter') !== proposed.current) return;
    proposed.current = /^\S+@\S+\.\S+$/.test(username) ? username : '';
    setValue('fromFilter', proposed.current);
  }, [username, getValues, setValue]);
  return null;
}
