'use client';
import { MailCheck } from 'lucide-react';
import { useState } from 'react';
import { Form } from '#components/form/form.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { askForPasswordSchema } from '#lib/auth/passwords/password-schema.ts';
import { askForNewPassword } from '../actions.ts';
import { SubmitButton } from '../submit-button.tsx';

/** Asks for the address; the answer is the same whether or not somebody signs in with it. */
export function ForgotPasswordForm() {
  const [askedFor, setAskedFor] = useState<string | null>(null);
  if (askedFor !== null) {
    return (
      <p role="status" className="mt-4 flex gap-3 text-sm">
        <MailCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-success" />
        <span className="wrap-anywhere min-w-0">
          If somebody signs in with {askedFor}, a mail with a link is on its way. It works for 2 hours. Look in the spam
          folder if it does not arrive.
        </span>
      </p>
    );
  }
  return (
    <Form
      schema={askForPasswordSchema}
      defaultValues={{ email: '' }}
      onSubmit={askForNewPassword}
      onSaved={({ email }) => setAskedFor(email)}
      actions="none"
      savedMessage={null}
      guard={false}
      className="gap-4"
    >
      <TextField name="email" label="Email" type="email" autoComplete="username" autoFocus />
      <SubmitButton>Mail me a link</SubmitButton>
    </Form>
  );
}
