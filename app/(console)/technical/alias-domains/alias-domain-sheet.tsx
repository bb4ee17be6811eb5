'use client';
import { useWatch } from 'react-hook-form';
import { z } from 'zod';
import { Form } from '#components/form/form.tsx';
import { NumberField } from '#components/form/number-field.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { Sheet, SheetContent } from '#components/ui/sheet.tsx';
import type { AliasDomainItem } from '#lib/mail/aliases/alias-domain-schema.ts';
import { AddressPreview } from '../../address-preview.tsx';
import { saveDomain } from './actions.ts';

/** A first look; the server checks domain and addresses in full. */
const schema = z.object({
  name: z.string().trim().min(1, 'Write the domain, for example example.com.'),
  catchall: z.string().trim().min(1, 'Write what stands before the @.'),
  bounce: z.string().trim().min(1, 'Write what stands before the @.'),
  defaultFrom: z.string().trim().min(1, 'Write what stands before the @, or a full address.'),
  sequence: z.int('Write a whole number.').min(0, 'Write 0 or more.'),
});

interface AliasDomainSheetProps {
  /** Null while closed. */
  domain: AliasDomainItem | 'new' | null;
  onClose: () => void;
  onChanged: () => unknown;
}

/** One alias domain in a drawer. */
export function AliasDomainSheet({ domain, onClose, onChanged }: AliasDomainSheetProps) {
  const stored = domain === 'new' ? null : domain;
  return (
    <Sheet open={domain !== null} onOpenChange={(open) => !open && onClose()}>
      {domain === null ? null : (
        <SheetContent
          title={stored ? stored.name : 'Add a domain'}
          description={
            stored
              ? undefined
              : 'Mail to this domain must reach us: through a mailbox that is fetched, or by redirection of its MX.'
          }
        >
          <Form
            schema={schema}
            defaultValues={{
              name: stored?.name ?? '',
              catchall: stored?.catchall ?? 'catchall',
              bounce: stored?.bounce ?? 'bounce',
              defaultFrom: stored?.defaultFrom ?? 'notifications',
              sequence: stored?.sequence ?? 10,
            }}
            actions="buttons"
            saveLabel={stored ? 'Save' : 'Add domain'}
            savedMessage="Domain saved"
            className="gap-5"
            onSubmit={(values) => saveDomain(stored?.id ?? null, values)}
            onSaved={() => {
              onClose();
              void onChanged();
            }}
          >
            <DomainFields />
          </Form>
        </SheetContent>
      )}
    </Sheet>
  );
}

function DomainFields() {
  const name: string = useWatch({ name: 'name' });
  const defaultFrom: string = useWatch({ name: 'defaultFrom' });
  const domain = name.trim().toLowerCase() || null;
  const at = `@${domain ?? 'example.com'}`;
  return (
    <>
      <TextField name="name" label="Domain" placeholder="mycompany.example" />
      <TextField name="catchall" label="Catchall" help="Replies come back to it." suffix={at} />
      <AddressPreview name="catchall" domain={domain} does="find the document they answer" />
      <TextField name="bounce" label="Bounce address" help="Undeliverable mails come back to it." suffix={at} />
      <AddressPreview name="bounce" domain={domain} does="tell what could not be delivered" />
      <TextField
        name="defaultFrom"
        label="Default From"
        help="Sender where the author's own address may not be used. A full address: every mail is sent From it."
        suffix={defaultFrom.includes('@') ? undefined : at}
      />
      <NumberField
        name="sequence"
        label="Order"
        help="The domain with the lowest number serves companies without one."
      />
    </>
  );
}
