'use client';
import { useId } from 'react';
import { useController } from 'react-hook-form';
import { errorText, FieldError } from '#components/form/field.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import type { CompanyChoice } from './users-table.tsx';

/** Which companies' documents a user sees. The value is a list of ids. */
export function CompaniesField({ name, companies }: { name: string; companies: CompanyChoice[] }) {
  const id = useId();
  const { field, fieldState } = useController({ name });
  const chosen: number[] = field.value ?? [];
  const toggle = (company: number, on: boolean) =>
    field.onChange(on ? [...chosen, company] : chosen.filter((one) => one !== company));
  return (
    <fieldset className="flex flex-col gap-1.5" aria-describedby={`${id}-help`}>
      <legend className="mb-0.5 font-medium text-sm">Companies</legend>
      <p id={`${id}-help`} className="text-muted-foreground text-sm">
        Whose documents they see.
      </p>
      <div className="flex max-h-56 flex-col overflow-y-auto rounded-lg border">
        {companies.map((company) => (
          // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox inside is the control
          <label
            key={company.id}
            className="flex cursor-pointer items-center gap-2.5 border-b px-3 py-2 text-sm last:border-b-0 hover:bg-accent"
          >
            <Checkbox checked={chosen.includes(company.id)} onCheckedChange={(on) => toggle(company.id, on === true)} />
            <span dir="auto" className="min-w-0 truncate">
              {company.name}
            </span>
          </label>
        ))}
      </div>
      <FieldError id={`${id}-error`} message={errorText(fieldState)} />
    </fieldset>
  );
}
