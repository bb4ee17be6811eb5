/** A JSON Schema, as far as the reference draws it. */
export interface JsonSchema {
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
  description?: string;
  example?: unknown;
  format?: string;
  default?: unknown;
}

interface Described {
  summary: string;
  description: string;
  tags: string[];
  parameters: { name: string; in: string; required?: boolean; description?: string; schema: JsonSchema }[];
  requestBody?: { content: Record<string, { schema: JsonSchema }> };
  responses: Record<string, { content?: Record<string, { schema: JsonSchema }> }>;
}

/** The parts of the OpenAPI document the reference needs. */
export interface ApiDescription {
  servers: { url: string }[];
  paths: Record<string, Record<string, Described>>;
}

/** One operation, flat. */
export interface ShownOperation extends Described {
  method: string;
  path: string;
  status: string;
}

/** The operations by resource, in the order they are declared in. */
export function operationsByTag(description: ApiDescription): { tag: string; operations: ShownOperation[] }[] {
  const all = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      path,
      method: method.toUpperCase(),
      status: Object.keys(operation.responses).find((status) => status !== 'default') ?? '200',
    })),
  );
  const groups = Map.groupBy(all, (operation) => operation.tags[0] ?? 'other');
  return [...groups].map(([tag, operations]) => ({ tag, operations }));
}

/** The type of a value in words: "string", "one of a, b", "list of integer". */
export function typeWords(schema: JsonSchema | undefined): string {
  if (!schema) return 'any';
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return `one of ${schema.enum.map(String).join(', ')}`;
  if (schema.anyOf) return schema.anyOf.map(typeWords).join(' or ');
  if (schema.type === 'array') return `list of ${typeWords(schema.items)}`;
  const type = Array.isArray(schema.type) ? schema.type.join(' or ') : (schema.type ?? 'any');
  return schema.format ? `${type} (${schema.format})` : type;
}
