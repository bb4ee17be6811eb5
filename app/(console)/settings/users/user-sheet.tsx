'use client';
import { useState } from 'react';
import { z } from 'zod';
import { ConfirmDialog } from '#components/feedback/confirm-dialog.tsx';
import { toast } from '#components/feedback/toaster.tsx';
import { Form } from '#components/form/form.tsx';
import { RadioCards } from '#components/form/radio-cards.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { Button } from '#components/ui/button.tsx';
import { Sheet, SheetContent } from '#components/ui/sheet.tsx';
import { userRoles } from '#lib/core/enumerations.ts';
import type { UserItem } from '#lib/users/user-schema.ts';
import { stackedForm } from '../../stacked-form.ts';
import { addUser, saveUser } from './actions.ts';
import { CompaniesField } from './companies-field.tsx';
import { roleCards } from './role-words.ts';
import type { CompanyChoice } from './users-table.tsx';

const schema = z.object({
  name: z.string().trim().min(1, 'Write a name.').max(200, 'Use at most 200 characters.'),
  email: z
    .string()
    .trim()
    .regex(/^\S+@\S+$/, 'Write an email address such as anna@mycompany.example.'),
  role: z.enum(userRoles),
  companyIds: z.array(z.int()).min(1, 'Choose at least one company.'),
});

interface UserSheetProps {
  /** Null while closed. */
  user: UserItem | 'new' | null;
  companies: CompanyChoice[];
  /** The one who looks: they cannot deactivate themselves. */
  isMe: boolean;
  onClose: () => void;
  onChanged: () => unknown;
}

/** Invites a user, or changes one. */
export function UserSheet({ user, companies, isMe, onClose, onChanged }: UserSheetProps) {
  const done = () => {
    onClose();
    void onChanged();
  };
  return (
    <Sheet open={user !== null} onOpenChange={(open) => !open && onClose()}>
      {user === 'new' ? (
        <SheetContent title="Invite a user" description="They get a mail with a link to choose their password.">
          <NewUser companies={companies} onDone={done} />
        </SheetContent>
      ) : null}
      {user !== null && user !== 'new' ? (
        <SheetContent title={user.name} description={user.email}>
          <Form
            schema={schema}
            defaultValues={{ name: user.name, email: user.email, role: user.role, companyIds: user.companyIds }}
            onSubmit={(values) => saveUser(user.id, values)}
            onSaved={done}
            savedMessage={`${user.name} is saved`}
            actions="buttons"
            className={stackedForm}
          >
            <UserFields companies={companies} />
          </Form>
          {isMe ? null : <Activity user={user} onDone={done} />}
        </SheetContent>
      ) : null}
    </Sheet>
  );
}

function NewUser({ companies, onDone }: { companies: CompanyChoice[]; onDone: () => void }) {
  return (
    <Form
      schema={schema}
      defaultValues={{ name: '', email: '', role: 'user', companyIds: companies.slice(0, 1).map(({ id }) => id) }}
      onSubmit={(values) => addUser(values)}
      onSaved={onDone}
      savedMessage="The invitation is on its way"
      actions="buttons"
      saveLabel="Send invitation"
      className={stackedForm}
    >
      <UserFields companies={companies} />
    </Form>
  );
}

function UserFields({ companies }: { companies: CompanyChoice[] }) {
  return (
    <>
      <TextField name="name" label="Name" placeholder="Anna Lindqvist" autoFocus />
      <TextField
        name="email"
        label="Email"
        type="email"
        help="What they sign in with, and what their mails are sent from."
        placeholder="anna@mycompany.example"
      />
      <RadioCards name="role" label="Role" options={roleCards} columns={1} />
      <CompaniesField name="companyIds" companies={companies} />
    </>
  );
}

function Activity({ user, onDone }: { user: UserItem; onDone: () => void }) {
  const [asking, setAsking] = useState(false);
  const change = async (active: boolean) => {
    const result = await saveUser(user.id, { active });
    if (!result.ok) {
      toast.error(result.message);
      return;
    }
    toast.success(active ? `${user.name} may sign in again` : `${user.name} is deactivated`);
    onDone();
  };
  return (
    <div className="mt-8 flex items-center justify-between gap-4 border-t pt-4 text-sm">
      <p className="text-muted-foreground">
        {user.active
          ? 'Deactivating keeps their documents and messages, and ends their sessions.'
          : 'They cannot sign in at present.'}
      </p>
      {user.active ? (
        <Button variant="danger-soft" onClick={() => setAsking(true)}>
          Deactivate
        </Button>
      ) : (
        <Button onClick={() => void change(true)}>Activate</Button>
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        danger
        title={`Deactivate ${user.name}?`}
        description="They are signed out everywhere and their API keys stop working. Their documents and messages stay; you can activate them again."
        confirmLabel="Deactivate user"
        onConfirm={() => change(false)}
      />
    </div>
  );
}
