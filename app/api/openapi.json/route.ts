import packageJson from '../../../package.json' with { type: 'json' };
import { describeApi } from '#lib/api/openapi.ts';
import { webRuntime } from '#lib/auth/web-runtime.ts';
import { operations } from '../v1/operations.ts';

/** The description of the API, generated from the schemas that check its requests. */
export async function GET(): Promise<Response> {
  const { env } = await webRuntime();
  return Response.json(describeApi(operations, env.publicUrl, packageJson.version));
}
