'use client';
import { type ComponentProps, useId } from 'react';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { Input } from '../ui/input.tsx';
import { Label } from '../ui/label.tsx';
import type { FilterDef, ListParams } from './list-types.ts';
import { filterKeys, type ListControls } from './use-list-state.ts';

export interface FilterEditorProps {
  filter: FilterDef;
  params: ListParams;
  controls: ListControls;
  onDone: () => void;
}

/** The inside of a filter chip's popover. */
export function FilterEditor({ filter, ...rest }: FilterEditorProps) {
  if (filter.kind === 'choice') return <ChoiceEditor filter={filter} {...rest} />;
  if (filter.kind === 'date') return <DateEditor filter={filter} {...rest} />;
  if (filter.kind === 'range') return <RangeEditor filter={filter} {...rest} />;
  return <TextEditor filter={filter} {...rest} />;
}

function ChoiceEditor({
  filter,
  params,
  controls,
  onDone,
}: FilterEditorProps & { filter: Extract<FilterDef, { kind: 'choice' }> }) {
  const id = useId();
  const chosen = (params.filters[filter.key] ?? '').split(',').filter(Boolean);
  const toggle = (value: string, on: boolean) => {
    const others = filter.single ? [] : chosen.filter((one) => one !== value);
    controls.setFilter(filter.key, (on ? [...others, value] : others).join(','));
    if (filter.single) onDone();
  };
  return (
    <ul className="flex max-h-72 flex-col overflow-y-auto">
      {filter.options.map((option) => (
        <li key={option.value}>
          <label
            htmlFor={`${id}-${option.value}`}
            className="flex min-h-8 cursor-pointer items-center gap-2.5 rounded-md px-2 text-sm hover:bg-accent pointer-coarse:min-h-10"
          >
            <Checkbox
              id={`${id}-${option.value}`}
              checked={chosen.includes(option.value)}
              onCheckedChange={(on) => toggle(option.value, on === true)}
            />
            {option.label}
          </label>
        </li>
      ))}
    </ul>
  );
}

function TextEditor({
  filter,
  params,
  controls,
  onDone,
}: FilterEditorProps & { filter: Extract<FilterDef, { kind: 'text' }> }) {
  return (
    <form
      className="flex gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        const text = String(new FormData(event.currentTarget).get('value') ?? '').trim();
        controls.setFilter(filter.key, text);
        onDone();
      }}
    >
      <Input
        name="value"
        aria-label={filter.label}
        defaultValue={params.filters[filter.key] ?? ''}
        placeholder={filter.placeholder}
        autoComplete="off"
      />
      <Button type="submit" variant="primary">
        Apply
      </Button>
    </form>
  );
}

function DateEditor({
  filter,
  params,
  controls,
}: FilterEditorProps & { filter: Extract<FilterDef, { kind: 'date' }> }) {
  return (
    <div className="flex flex-col gap-2">
      {filterKeys(filter).map((key, index) => (
        <EndField
          key={key}
          label={endLabels[index]}
          type="date"
          defaultValue={params.filters[key]?.slice(0, 10) ?? ''}
          onChange={(event) => controls.setFilter(key, event.target.value)}
        />
      ))}
    </div>
  );
}

function RangeEditor({
  filter,
  params,
  controls,
  onDone,
}: FilterEditorProps & { filter: Extract<FilterDef, { kind: 'range' }> }) {
  const ends = filterKeys(filter);
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        const form = new FormData(event.currentTarget);
        controls.setFilters(Object.fromEntries(ends.map((key) => [key, String(form.get(key) ?? '') || null])));
        onDone();
      }}
    >
      {ends.map((key, index) => (
        <EndField
          key={key}
          label={endLabels[index]}
          name={key}
          type="number"
          min={1}
          step={1}
          defaultValue={params.filters[key] ?? ''}
          autoComplete="off"
        />
      ))}
      <Button type="submit" variant="primary" className="self-end">
        Apply
      </Button>
    </form>
  );
}

const endLabels = ['From', 'To'];

/** One end of a range. */
function EndField({ label, ...input }: ComponentProps<typeof Input> & { label: string | undefined }) {
  const id = useId();
  return (
    <div className="flex items-center gap-2">
      <Label htmlFor={id} className="w-12">
        {label}
      </Label>
      <Input id={id} {...input} />
    </div>
  );
}
