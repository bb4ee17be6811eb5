import { describe, expect, test } from 'vitest';
import { operations } from '#app/api/v1/operations.ts';
import { describeApi } from '#lib/api/openapi.ts';

describe('/api/openapi.json', () => {
  const described = describeApi(operations, 'http://localhost:3000', '1.0.0') as {
    openapi: string;
    paths: Record<string, Record<string, { operationId: string; summary: string; responses: object }>>;
  };

  test('describes every operation under an id of its own', () => {
    expect(described.openapi).toBe('3.1.0');
    const ids = operations.map(({ path, method }) => {
      const found = described.paths[path]?.[method.toLowerCase()];
      expect(found?.summary, `${method} ${path}`).toBeTruthy();
      expect(Object.keys(found?.responses ?? {})).toContain('default');
      return found?.operationId;
    });
    expect(new Set(ids).size).toBe(operations.length);
  });

  test('is JSON without references that lead nowhere', () => {
    const text = JSON.stringify(described);
    const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1] ?? '');
    for (const reference of new Set(references)) {
      const target = reference
        .split('/')
        .reduce<unknown>((at, part) => (at as Record<string, unknown>)?.[part], described);
      expect(target, reference).toBeDefined();
    }
  });
});
