import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '#components/ui/table.tsx';
import type { AuditItem } from '#lib/audit/audit-schema.ts';
import { changedFields } from './audit-words.ts';

/** The changed fields, each with its value before and after. */
export function ChangeList({ before, after }: Pick<AuditItem, 'before' | 'after'>) {
  const fields = changedFields({ before, after });
  if (fields.length === 0) return <p className="text-sm">No field changed its value.</p>;
  return (
    <div className="overflow-hidden rounded-lg border">
      <Table>
        <TableHead>
          <TableRow>
            <TableHeader>Field</TableHeader>
            <TableHeader>Before</TableHeader>
            <TableHeader>After</TableHeader>
          </TableRow>
        </TableHead>
        <TableBody>
          {fields.map((field) => (
            <TableRow key={field} className="align-top">
              <TableCell className="align-top font-medium">{field}</TableCell>
              <TableCell className="wrap-anywhere align-top text-muted-foreground">{shown(before?.[field])}</TableCell>
              <TableCell className="wrap-anywhere align-top">{shown(after?.[field])}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

function shown(value: unknown): string {
  if (value === undefined || value === null || value === '') return 'None';
  if (typeof value === 'boolean') return value ? 'On' : 'Off';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
