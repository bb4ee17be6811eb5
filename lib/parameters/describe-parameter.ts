import type { Env } from '#lib/core/env.ts';
import type { ParameterItem } from './parameter-schema.ts';
import { definitionOf, isSecretKey } from './registry.ts';
import type { FirstAliasDomain, StoredParameter } from './store.ts';

/** What the database holds. */
export interface StoredFacts {
  stored: StoredParameter[];
  domain: FirstAliasDomain | null;
}

/** A parameter as lists and forms show it. Secrets stay hidden. */
export function describeParameter(key: string, { stored, domain }: StoredFacts, env: Env): ParameterItem {
  const row = stored.find((one) => one.key === key) ?? null;
  const definition = definitionOf(key);
  const inDomain = domain && definition?.aliasDomainColumn ? domain[definition.aliasDomainColumn] : null;
  const fixed = definition?.fixedBy?.read(env);
  const defaultText = definition ? definition.kind.format(definition.defaultValue) || null : null;
  const value = fixed ?? inDomain ?? row?.value ?? defaultText;
  return {
    key,
    value: isSecretKey(key) ? null : value,
    defaultValue: defaultText,
    isDefault: value === defaultText,
    isKnown: definition !== null,
    isSecret: isSecretKey(key),
    fixedBy: fixed === undefined ? null : (definition?.fixedBy?.variable ?? null),
    type: definition?.kind.type ?? 'text',
    choices: definition?.kind.choices ? [...definition.kind.choices] : null,
    min: definition?.kind.min ?? null,
    max: definition?.kind.max ?? null,
    doc: definition?.doc ?? null,
    updatedAt: inDomain === null ? (row?.updatedAt ?? null) : (domain?.updatedAt ?? null),
    updatedBy: row?.updatedBy ?? null,
  };
}
