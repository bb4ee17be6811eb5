'use client';
import { useQueryClient } from '@tanstack/react-query';
import { Plus, Tag } from 'lucide-react';
import { useState } from 'react';
import { toast } from '#components/feedback/toaster.tsx';
import { PageHeader } from '#components/frame/page-header.tsx';
import { DataTable } from '#components/table/data-table.tsx';
import type { Column } from '#components/table/list-types.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Switch } from '#components/ui/switch.tsx';
import type { ParameterItem } from '#lib/parameters/parameter-schema.ts';
import { saveParameter } from './actions.ts';
import { NewParameterDialog } from './new-parameter-dialog.tsx';
import { ParameterSheet } from './parameter-sheet.tsx';
import { parametersQuery } from './queries.ts';

const yesNo = [
  { value: 'true', label: 'Yes' },
  { value: 'false', label: 'No' },
];
const filters = [
  { key: 'isDefault', label: 'Has its default', kind: 'choice' as const, options: yesNo, single: true },
  { key: 'isKnown', label: 'Known to the product', kind: 'choice' as const, options: yesNo, single: true },
];

/** The parameters; a row opens its editor beside its documentation, on/off is switched in place. */
export function ParametersTable() {
  const queries = useQueryClient();
  const [opened, setOpened] = useState<ParameterItem | null>(null);
  const [adding, setAdding] = useState(false);
  const refresh = () => queries.invalidateQueries({ queryKey: ['system-parameters'] });
  return (
    <>
      <PageHeader
        title="System parameters"
        description="Fine settings behind the screens. Each one says what it does; what is changed can always go back to its default."
        crumbs={[{ label: 'Technical' }, { label: 'System parameters' }]}
        actions={
          <Button variant="primary" onClick={() => setAdding(true)}>
            <Plus aria-hidden /> Add parameter
          </Button>
        }
      />
      <DataTable
        label="System parameters"
        noun={{ one: 'parameter', many: 'parameters' }}
        searchPlaceholder="Search key, value, meaning"
        list={parametersQuery}
        rowId={(row) => row.key}
        onRowOpen={setOpened}
        filters={filters}
        columns={columns(refresh)}
      />
      <ParameterSheet parameter={opened} onClose={() => setOpened(null)} onChanged={refresh} />
      <NewParameterDialog open={adding} onOpenChange={setAdding} onAdded={refresh} />
    </>
  );
}

function columns(refresh: () => unknown): Column<ParameterItem>[] {
  return [
    { id: 'key', header: 'Key', sort: 'key', cell: (row) => <KeyCell parameter={row} /> },
    { id: 'value', header: 'Value', width: '17rem', cell: (row) => <ValueCell parameter={row} onSaved={refresh} /> },
    {
      id: 'default',
      header: 'Default',
      width: '11rem',
      hideOnNarrow: true,
      cell: ({ isKnown, defaultValue }) => (
        <span className="block truncate text-muted-foreground">{isKnown ? (defaultValue ?? 'Unset') : null}</span>
      ),
    },
    {
      id: 'changed',
      header: 'Changed',
      width: '13rem',
      hideOnPhone: true,
      cell: ({ updatedAt, updatedBy, isDefault }) =>
        updatedAt && (!isDefault || updatedBy) ? (
          <span className="block truncate text-muted-foreground">
            <RelativeTime value={updatedAt} />
            {updatedBy ? ` by ${updatedBy}` : null}
          </span>
        ) : null,
    },
  ];
}

function KeyCell({ parameter }: { parameter: ParameterItem }) {
  return (
    <span className="flex min-w-0 items-center gap-2">
      <span className="truncate font-mono text-xs">{parameter.key}</span>
      {parameter.isKnown ? null : (
        <Badge icon={Tag} tone="info">
          Your own
        </Badge>
      )}
    </span>
  );
}

function ValueCell({ parameter, onSaved }: { parameter: ParameterItem; onSaved: () => unknown }) {
  const { key, type, value, isDefault, isSecret, fixedBy } = parameter;
  if (type === 'boolean') return <OnOff parameter={parameter} onSaved={onSaved} />;
  if (isSecret) return <span className="text-muted-foreground">Set, never shown</span>;
  if (value === null || value === '') return <span className="text-muted-foreground">Unset</span>;
  return (
    <span className={`block truncate ${isDefault ? '' : 'font-medium'}`} title={fixedBy ? `Fixed by ${fixedBy}` : key}>
      {value}
    </span>
  );
}

/** On and off need no drawer. The switch shows the wish at once and goes back when the server refuses. */
function OnOff({ parameter, onSaved }: { parameter: ParameterItem; onSaved: () => unknown }) {
  const [wish, setWish] = useState<boolean | null>(null);
  const on = wish ?? parameter.value === 'on';
  const change = async (next: boolean) => {
    setWish(next);
    const result = await saveParameter(parameter.key, { value: next });
    if (result.ok) toast.success(`${parameter.key} is ${next ? 'on' : 'off'}`);
    else toast.error(result.message);
    await onSaved();
    setWish(null);
  };
  return (
    <span className="flex items-center gap-2">
      <Switch
        checked={on}
        disabled={parameter.fixedBy !== null || wish !== null}
        onCheckedChange={(next) => void change(next)}
        onClick={(event) => event.stopPropagation()}
        aria-label={parameter.key}
      />
      <span className={parameter.isDefault ? 'text-muted-foreground' : 'font-medium'}>{on ? 'On' : 'Off'}</span>
    </span>
  );
}
