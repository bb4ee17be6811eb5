import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';
import { type JsonSchema, type ShownOperation, typeWords } from './api-description.ts';

const methodLooks: Record<string, string> = {
  GET: 'text-info',
  POST: 'text-success',
  PUT: 'text-warning',
  PATCH: 'text-warning',
  DELETE: 'text-danger',
};

/** One operation, folded; inside: parameters, body and answer. Works without scripts. */
export function OperationCard({ operation }: { operation: ShownOperation }) {
  const { method, path, summary, description, parameters, requestBody, responses, status } = operation;
  const [bodyType, body] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  const answer = Object.values(responses[status]?.content ?? {})[0]?.schema;
  return (
    <details className="group">
      <summary className="flex cursor-pointer list-none flex-wrap items-baseline gap-x-3 gap-y-1 px-4 py-2.5 text-sm hover:bg-accent focus-visible:-outline-offset-2">
        <span className={cn('w-14 shrink-0 font-medium font-mono text-xs', methodLooks[method])}>{method}</span>
        <code className="wrap-anywhere min-w-0 font-mono text-xs">{path}</code>
        <span className="min-w-0 flex-1 text-muted-foreground sm:text-right">{summary}</span>
      </summary>
      <div className="flex flex-col gap-5 border-t bg-canvas px-4 py-4 text-sm">
        <p className="text-muted-foreground">{description.replaceAll('`', '')}</p>
        {parameters.length > 0 ? (
          <Part title="Parameters">
            {parameters.map(({ name, in: place, required, description: words, schema }) => (
              <Line key={`${place} ${name}`} name={name} required={required} type={`${typeWords(schema)}, in ${place}`}>
                {words}
              </Line>
            ))}
          </Part>
        ) : null}
        {body ? (
          <Part title={`Body (${bodyType})`}>
            <Properties schema={body.schema} />
          </Part>
        ) : null}
        <Part title={`Answer ${status}`}>
          {answer ? <Properties schema={rowsOf(answer)} /> : <p className="text-muted-foreground">No content.</p>}
        </Part>
      </div>
    </details>
  );
}

/** Of a list the interesting part is one of its items. */
function rowsOf(schema: JsonSchema): JsonSchema {
  return schema.properties?.items?.items ?? schema;
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <h3 className="mb-2 font-medium text-sm">{title}</h3>
      <dl className="flex flex-col gap-1.5">{children}</dl>
    </div>
  );
}

function Properties({ schema }: { schema: JsonSchema }) {
  const properties = Object.entries(schema.properties ?? {});
  if (properties.length === 0) return <p className="text-muted-foreground">{typeWords(schema)}</p>;
  return properties.map(([name, property]) => (
    <Line key={name} name={name} required={schema.required?.includes(name)} type={typeWords(property)}>
      {property.description}
      {property.example === undefined ? null : ` Example: ${JSON.stringify(property.example)}`}
    </Line>
  ));
}

interface LineProps {
  name: string;
  type: string;
  required?: boolean;
  children?: ReactNode;
}

function Line({ name, type, required, children }: LineProps) {
  return (
    <div className="grid gap-x-4 sm:grid-cols-[12rem_minmax(0,1fr)]">
      <dt className="wrap-anywhere font-mono text-xs leading-5">
        {name}
        {required ? <span className="ml-1 font-sans text-muted-foreground">(required)</span> : null}
      </dt>
      <dd className="wrap-anywhere text-muted-foreground">
        <span className="text-foreground">{type}</span> {children}
      </dd>
    </div>
  );
}
