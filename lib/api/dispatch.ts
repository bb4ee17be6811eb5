import { AppError } from '#lib/core/errors.ts';
import type { AnyOperation } from './operation.ts';
import { errorResponse, serve } from './serve.ts';

type PathHandler = (request: Request, segments: string[]) => Promise<Response>;

/** Answers requests below `/api/v1` with the operation whose method and path fit; a word beats a `{parameter}`. */
export function dispatch(operations: readonly AnyOperation[]): PathHandler {
  const routes = operations.map((operation) => ({
    method: operation.method,
    pattern: operation.path.split('/').slice(1),
    handle: serve(operation),
  }));
  routes.sort((a, b) => parametersIn(a.pattern) - parametersIn(b.pattern));
  return async (request, segments) => {
    const fitting = routes.filter(({ pattern }) => readParams(pattern, segments) !== null);
    const route = fitting.find(({ method }) => method === request.method);
    if (route) return route.handle(request, readParams(route.pattern, segments) ?? {});
    const methods = [...new Set(fitting.map(({ method }) => method))];
    const words =
      methods.length > 0
        ? `This address answers ${methods.join(', ')} only.`
        : 'There is no such address. See /api/docs.';
    return errorResponse(new AppError('not_found', words));
  };
}

function parametersIn(pattern: string[]): number {
  return pattern.filter((part) => part.startsWith('{')).length;
}

/** The parameters of a path that fits a pattern, or null. */
function readParams(pattern: string[], segments: string[]): Record<string, string> | null {
  if (pattern.length !== segments.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith('{')) params[part.slice(1, -1)] = segment;
    else if (part !== segment) return null;
  }
  return params;
}
