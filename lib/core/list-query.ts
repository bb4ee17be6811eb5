import { AppError } from './errors.ts';

export type FilterOperator = 'in' | 'gte' | 'lte';

export interface ListFilter {
  field: string;
  operator: FilterOperator;
  values: string[];
}

/** What a list shows: the same for a page, the API and an export. */
export interface ListQuery {
  /** 1-200 rows. */
  limit: number;
  /** From `nextCursor` of the page before; opaque. */
  cursor?: string;
  /** 0-10 000; for programs that count pages. */
  offset?: number;
  q?: string;
  sort: { field: string; descending: boolean };
  filters: ListFilter[];
}

/** The fields of one list that may be named in a query. */
export interface ListFields {
  sortable: readonly string[];
  filterable: readonly string[];
  /** e.g. `-createdAt` */
  defaultSort: string;
  /**
   * By filter: what the rows of one of its values are numbered by. Narrowed to one value, the list begins with the highest
   * number unless the query says otherwise; other lists cannot be sorted by it.
   */
  numberedWithin?: Record<string, string>;
}

export interface ListPage<T> {
  items: T[];
  total: number;
  /** True when `total` stopped being counted at 100 000. */
  totalEstimated: boolean;
  nextCursor: string | null;
}

const known = ['limit', 'cursor', 'offset', 'q', 'sort'];

/**
 * Reads `limit cursor offset q sort field=a,b field__gte= field__lte=` from a query string.
 * @throws AppError `malformed` for an unknown field (naming the allowed), `invalid` for a bad limit, offset or sort
 */
export function parseListQuery(params: URLSearchParams, fields: ListFields): ListQuery {
  const filters = parseFilters(params, fields);
  return {
    limit: wholeNumber(params, 'limit', 1, 200) ?? 50,
    cursor: params.get('cursor') || undefined,
    offset: wholeNumber(params, 'offset', 0, 10_000),
    q: params.get('q')?.trim().slice(0, 200) || undefined,
    sort: parseSort(params.get('sort'), fields, filters),
    filters,
  };
}

function wholeNumber(params: URLSearchParams, name: string, min: number, max: number): number | undefined {
  const text = params.get(name);
  if (text === null || text === '') return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  const message = `${name} must be a whole number from ${min} to ${max}.`;
  throw new AppError('invalid', message, { details: { errors: [{ path: name, message }] } });
}

function parseSort(asked: string | null, fields: ListFields, filters: ListFilter[]): ListQuery['sort'] {
  const single = filters.filter(({ operator, values }) => operator === 'in' && values.length === 1);
  const numbers = single.flatMap((filter) => fields.numberedWithin?.[filter.field] ?? []);
  const text = asked || (numbers[0] ? `-${numbers[0]}` : fields.defaultSort);
  const descending = text.startsWith('-');
  const field = descending ? text.slice(1) : text;
  const sortable = [...fields.sortable, ...numbers];
  if (sortable.includes(field)) return { field, descending };
  const message = `Cannot sort by "${field}". Sort by one of: ${sortable.join(', ')}.`;
  throw new AppError('malformed', message, { details: { errors: [{ path: 'sort', message }] } });
}

function parseFilters(params: URLSearchParams, fields: ListFields): ListFilter[] {
  const filters: ListFilter[] = [];
  for (const [name, text] of params) {
    if (known.includes(name) || text === '') continue;
    const [field = '', suffix] = name.split('__');
    const operator = suffix === undefined ? 'in' : suffix;
    if (!fields.filterable.includes(field) || !isOperator(operator)) {
      const message = `Unknown filter "${name}". Filter by one of: ${fields.filterable.join(', ')} (with __gte or __lte for ranges).`;
      throw new AppError('malformed', message, { details: { errors: [{ path: name, message }] } });
    }
    filters.push({ field, operator, values: operator === 'in' ? text.split(',').filter(Boolean) : [text] });
  }
  return filters;
}

function isOperator(text: string): text is FilterOperator {
  return text === 'in' || text === 'gte' || text === 'lte';
}
