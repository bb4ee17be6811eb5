'use client';
import { signIn } from 'next-auth/react';
import { useState } from 'react';
import type { ActionResult } from '#components/form/action-result.ts';
import { Form } from '#components/form/form.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { signInSchema } from '#lib/auth/sign-in-schema.ts';
import { SubmitButton } from '../submit-button.tsx';

/** Address and password; next-auth writes the cookie. */
export function SignInForm({ next }: { next: string }) {
  const [leaving, setLeaving] = useState(false);
  return (
    <Form
      schema={signInSchema}
      defaultValues={{ email: '', password: '' }}
      onSubmit={submit}
      onSaved={() => {
        setLeaving(true);
        // A whole new page: nothing of a visitor before stays in memory.
        window.location.assign(next);
      }}
      actions="none"
      savedMessage={null}
      guard={false}
      className="gap-4"
    >
      <TextField name="email" label="Email" type="email" autoComplete="username" autoFocus />
      <TextField name="password" label="Password" type="password" autoComplete="current-password" />
      <SubmitButton busy={leaving}>Sign in</SubmitButton>
    </Form>
  );
}

async function submit(values: { email: string; password: string }): Promise<ActionResult> {
  const answer = await signIn('credentials', { ...values, redirect: false });
  if (answer?.ok) return { ok: true };
  return { ok: false, message: answer?.error ?? 'The server did not answer. Try again in a moment.' };
}
