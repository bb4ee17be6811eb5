'use client';
import { X } from 'lucide-react';
import { Field } from '#components/form/field.tsx';
import { RelationPicker } from '#components/form/relation-field.tsx';
import { Button } from '#components/ui/button.tsx';
import type { FormOptions } from '#lib/documents/read-form-options.ts';

interface PeopleFieldProps {
  name: string;
  label: string;
  help?: string;
  options: FormOptions;
}

/** Several users. The value is the list of their ids. */
export function PeopleField({ options, ...frame }: PeopleFieldProps) {
  const nameOf = (id: number) => options.owners.find((owner) => owner.id === id)?.name ?? `User ${id}`;
  return (
    <Field {...frame} optional>
      {({ field, control }) => {
        const ids: number[] = field.value ?? [];
        const find = async (text: string) => {
          const asked = text.toLocaleLowerCase();
          const free = options.owners.filter(({ id }) => !ids.includes(id));
          const found = free.filter(({ name }) => name.toLocaleLowerCase().includes(asked));
          return found.slice(0, 50).map(({ id, name }) => ({ id, label: name }));
        };
        return (
          <div className="grid gap-2">
            <RelationPicker
              control={control}
              value={null}
              onChange={(option) => option && field.onChange([...ids, Number(option.id)])}
              onBlur={field.onBlur}
              queryKey={['people', ids.join()]}
              search={find}
              placeholder="Add a colleague"
            />
            {ids.length > 0 ? (
              <ul className="flex flex-wrap gap-1.5">
                {ids.map((id) => (
                  <li
                    key={id}
                    className="inline-flex max-w-full items-center gap-1 rounded-md bg-muted py-0.5 pl-2 text-sm"
                  >
                    <span dir="auto" className="truncate">
                      {nameOf(id)}
                    </span>
                    <Button
                      variant="ghost"
                      size="icon"
                      className="size-6"
                      aria-label={`Remove ${nameOf(id)}`}
                      onClick={() => field.onChange(ids.filter((one) => one !== id))}
                    >
                      <X aria-hidden />
                    </Button>
                  </li>
                ))}
              </ul>
            ) : null}
          </div>
        );
      }}
    </Field>
  );
}
