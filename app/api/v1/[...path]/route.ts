import { dispatch } from '#lib/api/dispatch.ts';
import { operations } from '../operations.ts';

const answer = dispatch(operations);

async function handle(request: Request, context: { params: Promise<{ path: string[] }> }): Promise<Response> {
  return answer(request, (await context.params).path);
}

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST, handle as PUT };
