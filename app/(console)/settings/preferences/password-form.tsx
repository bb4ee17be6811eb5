'use client';
import { z } from 'zod';
import { Form } from '#components/form/form.tsx';
import { Section } from '#components/form/section.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { useNavigation } from '#components/ui/link.tsx';
import { newPasswordSchema } from '#lib/auth/password-rule.ts';
import { stackedForm } from '../../stacked-form.ts';
import { saveNewPassword } from './actions.ts';

const schema = z
  .object({
    currentPassword: z.string().min(1, 'Write your present password.'),
    newPassword: newPasswordSchema,
    again: z.string(),
  })
  .refine(({ newPassword, again }) => newPassword === again, {
    path: ['again'],
    message: 'The two new passwords differ. Write the same twice.',
  });

const empty = { currentPassword: '', newPassword: '', again: '' };

/** Changes the password; every other browser is signed out. */
export function PasswordForm() {
  const { refresh } = useNavigation();
  return (
    <Section
      title="Password"
      description="Changing it signs you out in every other browser."
      className="border-t! pt-7!"
    >
      <PasswordFields onSaved={refresh} />
    </Section>
  );
}

function PasswordFields({ onSaved }: { onSaved: () => void }) {
  return (
    <Form
      schema={schema}
      defaultValues={empty}
      onSubmit={async ({ currentPassword, newPassword }) => saveNewPassword({ currentPassword, newPassword })}
      onSaved={onSaved}
      savedMessage="Your password is changed"
      actions="buttons"
      saveLabel="Change password"
      guard={false}
      className={`max-w-sm ${stackedForm}`}
    >
      <TextField name="currentPassword" label="Present password" type="password" autoComplete="current-password" />
      <TextField
        name="newPassword"
        label="New password"
        type="password"
        autoComplete="new-password"
        help="At least 12 characters; a few unrelated words are easy to remember."
      />
      <TextField name="again" label="New password again" type="password" autoComplete="new-password" />
    </Form>
  );
}
