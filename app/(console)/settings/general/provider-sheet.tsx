'use client';
import { z } from 'zod';
import { Form } from '#components/form/form.tsx';
import { SecretField } from '#components/form/secret-field.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Sheet, SheetContent } from '#components/ui/sheet.tsx';
import type { OauthSetup } from '#lib/mail/servers/oauth/oauth-setup-schema.ts';
import { saveMailAccounts } from './actions.ts';
import { registrationSteps } from './registration-steps.ts';

const schema = z.object({
  clientId: z.string().trim().max(255, 'This is too long for an id.'),
  clientSecret: z.string().min(1).nullable().optional(),
  tenant: z.string().trim().max(255, 'This is too long for a tenant.'),
});

interface ProviderSheetProps {
  setup: OauthSetup;
  onClose: () => void;
  onSaved: () => void;
}

/** How to register with a provider, what to copy there, and what to bring back. */
export function ProviderSheet({ setup, onClose, onSaved }: ProviderSheetProps) {
  const { provider, name, clientId, secretSetAt, tenant, redirectUri, scopes } = setup;
  const words = registrationSteps[provider];
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()}>
      <SheetContent
        title={`Register with ${name}`}
        description="Once; every account at the provider is connected with it."
      >
        <ol className="mb-5 list-decimal space-y-2 pl-5 text-sm">
          {words.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <ToCopy label="Redirect URI" lines={[redirectUri]} />
        <ToCopy label="Permissions" lines={scopes} />
        <Form
          schema={schema}
          defaultValues={{ clientId, clientSecret: undefined, tenant: tenant ?? '' }}
          onSubmit={(values) => saveMailAccounts({ provider, ...values })}
          onSaved={onSaved}
          savedMessage={`Registration with ${name} saved`}
          actions="buttons"
          className="gap-4 border-t pt-5"
        >
          <TextField name="clientId" label={words.clientId} mono placeholder={words.placeholder} />
          <SecretField name="clientSecret" label="Client secret" help={words.secretHelp} setAt={secretSetAt} />
          {tenant === null ? null : (
            <TextField
              name="tenant"
              label="Directory (tenant)"
              mono
              help="Its ID or domain, where only accounts of your own organisation are to be connected."
              placeholder="common"
            />
          )}
        </Form>
      </SheetContent>
    </Sheet>
  );
}

function ToCopy({ label, lines }: { label: string; lines: string[] }) {
  return (
    <div className="mb-4">
      <p className="mb-1 font-medium text-sm">{label}</p>
      <ul className="rounded-lg border bg-canvas px-3 py-1.5">
        {lines.map((line) => (
          <li key={line} className="flex items-center gap-2">
            <code className="wrap-anywhere min-w-0 flex-1 font-mono text-xs">{line}</code>
            <CopyButton value={line} label={`Copy ${line}`} />
          </li>
        ))}
      </ul>
    </div>
  );
}
