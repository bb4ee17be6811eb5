'use client';
import { useState } from 'react';
import { z } from 'zod';
import { Form } from '#components/form/form.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { newPasswordSchema } from '#lib/auth/password-rule.ts';
import { chooseNewPassword } from './actions.ts';
import { SubmitButton } from './submit-button.tsx';

const schema = z.object({ password: newPasswordSchema });

export interface ChoosePasswordFormProps {
  token: string;
  kind: 'invitation' | 'password_reset';
  /** Of the user; password managers file the new password under it. */
  email: string;
}

/** A new password for who followed a link; signs in. */
export function ChoosePasswordForm({ token, kind, email }: ChoosePasswordFormProps) {
  const [leaving, setLeaving] = useState(false);
  return (
    <Form
      schema={schema}
      defaultValues={{ password: '' }}
      onSubmit={({ password }) => chooseNewPassword({ token, kind, password })}
      onSaved={() => {
        setLeaving(true);
        window.location.assign('/');
      }}
      actions="none"
      savedMessage={null}
      guard={false}
      className="gap-4"
    >
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <TextField
        name="password"
        label="New password"
        type="password"
        help="At least 12 characters. Three or four unrelated words are strong and easy to remember."
        autoComplete="new-password"
        autoFocus
      />
      <SubmitButton busy={leaving}>Save and sign in</SubmitButton>
    </Form>
  );
}
