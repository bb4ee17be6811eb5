'use client';
import { type CSSProperties, Fragment, type ReactNode, type RefObject } from 'react';
import { cn } from '../ui/cn.ts';
import { columnRoom } from './column-room.ts';
import { DataHead } from './data-head.tsx';
import { DataRow } from './data-row.tsx';
import type { Column, GroupDef, ListParams } from './list-types.ts';
import { SkeletonRows } from './skeleton-rows.tsx';
import type { useRows } from './use-rows.ts';

export interface DataGridProps<Row extends object> {
  model: ReturnType<typeof useRows<Row>>;
  body: RefObject<HTMLTableSectionElement | null>;
  params: ListParams;
  columns: readonly Column<Row>[];
  label: string;
  selectable: boolean;
  group?: GroupDef<Row>;
  loading: boolean;
  refreshing: boolean;
  onSort: (field: string) => void;
  onOpen?: (row: Row) => void;
  rowHref?: (row: Row) => string;
  rowActions?: (row: Row) => ReactNode;
  rowClassName?: (row: Row) => string | undefined;
}

/** The table itself; where there is too little room it scrolls sideways with its first column pinned. */
export function DataGrid<Row extends object>(props: DataGridProps<Row>) {
  const { model, columns, selectable, group, loading, refreshing, onOpen } = props;
  if (!loading && model.rows.length === 0) return null;
  const { wide, narrow, scrolls } = columnRoom(columns);
  return (
    <div className={cn('relative border-t max-lg:overflow-x-auto', scrolls && '@max-6xl/list:overflow-x-auto')}>
      <Refreshing active={refreshing} />
      <table
        aria-label={props.label}
        aria-busy={loading || refreshing}
        style={{ '--wide': `${wide}rem`, '--narrow': `${narrow}rem` } as CSSProperties}
        className="w-full border-separate border-spacing-0 text-sm sm:min-w-(--narrow) sm:table-fixed @6xl/list:min-w-(--wide) [&_td]:border-b [&_th]:border-b"
      >
        <DataHead
          columns={columns}
          sort={props.params.sort}
          onSort={props.onSort}
          selectable={selectable}
          pageSelected={model.pageSelected}
          onSelectPage={model.togglePage}
          hasActions={Boolean(props.rowActions)}
          scrolls={scrolls}
        />
        <tbody ref={props.body}>
          {loading ? (
            <SkeletonRows columns={columns} selectable={selectable} hasActions={Boolean(props.rowActions)} />
          ) : null}
          {model.rows.map((row, index) => {
            const before = model.rows[index - 1];
            const heading = group?.of(row.data);
            const starts = heading && (!before || group?.of(before.data).key !== heading.key);
            return (
              <Fragment key={row.id}>
                {starts ? <GroupHead span={columns.length + 2}>{heading.label}</GroupHead> : null}
                <DataRow
                  row={row.data}
                  columns={columns}
                  selectable={selectable}
                  selected={row.selected}
                  onSelect={row.select}
                  href={props.rowHref?.(row.data)}
                  onOpen={onOpen ? () => onOpen(row.data) : undefined}
                  actions={props.rowActions?.(row.data)}
                  className={props.rowClassName?.(row.data)}
                />
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function GroupHead({ span, children }: { span: number; children: ReactNode }) {
  return (
    <tr>
      <th colSpan={span} scope="colgroup" className="h-9 bg-muted px-4 text-left font-medium text-sm sm:px-6">
        <span className="sticky left-4">{children}</span>
      </th>
    </tr>
  );
}

/** A thin line over the rows while fresher ones are on their way; late enough not to flicker. */
function Refreshing({ active }: { active: boolean }) {
  return (
    <div
      aria-hidden
      className={cn(
        'pointer-events-none absolute inset-x-0 top-0 z-10 h-0.5 bg-primary opacity-0 transition-opacity',
        active && 'animate-pulse opacity-100 delay-200',
      )}
    />
  );
}
