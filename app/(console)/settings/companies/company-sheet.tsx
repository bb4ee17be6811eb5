'use client';
import { z } from 'zod';
import { Form } from '#components/form/form.tsx';
import { SelectField } from '#components/form/select-field.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { Sheet, SheetContent } from '#components/ui/sheet.tsx';
import { type CompanyItem, companyNameSchema } from '#lib/companies/company-schema.ts';
import { stackedForm } from '../../stacked-form.ts';
import { addCompany, saveCompany } from './actions.ts';

/** An email domain as the form offers it. */
export interface DomainChoice {
  id: number;
  name: string;
}

const schema = z.object({
  name: companyNameSchema,
  aliasDomainId: z
    .string()
    .nullable()
    .transform((id) => (id === null ? null : Number(id))),
});

interface CompanySheetProps {
  /** Null while closed. */
  company: CompanyItem | 'new' | null;
  domains: DomainChoice[];
  onClose: () => void;
  onChanged: () => unknown;
}

/** Adds a company, or changes one. */
export function CompanySheet({ company, domains, onClose, onChanged }: CompanySheetProps) {
  const isNew = company === 'new';
  const shown = isNew ? null : company;
  return (
    <Sheet open={company !== null} onOpenChange={(open) => !open && onClose()}>
      {company === null ? null : (
        <SheetContent title={shown ? shown.name : 'Add a company'}>
          <Form
            schema={schema}
            defaultValues={{ name: shown?.name ?? '', aliasDomainId: shown?.aliasDomainId?.toString() ?? null }}
            onSubmit={(values) => (shown ? saveCompany(shown.id, values) : addCompany(values))}
            onSaved={() => {
              onClose();
              void onChanged();
            }}
            savedMessage={isNew ? 'Company added' : 'Company saved'}
            actions="buttons"
            saveLabel={isNew ? 'Add company' : 'Save'}
            className={stackedForm}
          >
            <TextField name="name" label="Name" placeholder="My Company" autoFocus />
            <SelectField
              name="aliasDomainId"
              label="Email domain"
              help="Where replies to this company's documents come back to, and what its mails are sent from."
              emptyLabel="The first email domain"
              options={domains.map(({ id, name }) => ({ value: String(id), label: name }))}
            />
          </Form>
        </SheetContent>
      )}
    </Sheet>
  );
}
