import type { Metadata } from 'next';
import { describeApi } from '#lib/api/openapi.ts';
import { pageContext } from '#lib/auth/page-context.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import { operations } from '../v1/operations.ts';
import { type ApiDescription, operationsByTag } from './api-description.ts';
import { OperationCard } from './operation-card.tsx';

export const metadata: Metadata = { title: 'API reference' };

const errorWords = [
  ['400 malformed', 'The request cannot be read, or names an unknown filter; the answer names the allowed ones.'],
  ['401 unauthenticated', 'No key, or one that is unknown or revoked.'],
  ['403 forbidden', 'The key lacks the scope, or its user the role.'],
  ['404 not found', 'There is no such address or record.'],
  ['409 conflict', 'It is in use, runs already, or the Idempotency-Key came with another body.'],
  ['413 too large', 'The body is above its limit.'],
  ['422 invalid', 'A value breaks a rule; `errors` names each field and its rule.'],
  ['429 rate limited', 'Too many attempts; try later.'],
];

/** The reference of the HTTP API, drawn from the very description programs read. */
export default async function ApiDocsPage() {
  const { env } = await pageContext();
  const description = describeApi(operations, env.publicUrl, packageJson.version) as unknown as ApiDescription;
  const groups = operationsByTag(description);
  return (
    <div className="mx-auto grid max-w-[1200px] gap-x-10 px-4 py-8 sm:px-6 lg:grid-cols-[13rem_minmax(0,1fr)]">
      <nav
        aria-label="Resources"
        className="top-8 hidden self-start lg:sticky lg:block lg:max-h-[calc(100dvh-4rem)] lg:overflow-y-auto"
      >
        <ul className="flex flex-col gap-0.5 text-sm">
          {groups.map(({ tag }) => (
            <li key={tag}>
              <a
                href={`#${tag}`}
                className="block rounded-md px-2 py-1 text-muted-foreground hover:bg-accent hover:text-foreground"
              >
                {tag}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <main className="min-w-0">
        <a href="/" className="text-muted-foreground text-sm hover:text-foreground">
          ← Back to the console
        </a>
        <h1 className="mt-4 font-medium text-2xl">API reference</h1>
        <Introduction baseUrl={description.servers[0]?.url ?? ''} />
        {groups.map(({ tag, operations: members }) => (
          <section key={tag} id={tag} aria-labelledby={`${tag}-title`} className="scroll-mt-6 pt-10">
            <h2 id={`${tag}-title`} className="mb-3 font-medium text-lg">
              {tag}
            </h2>
            <div className="divide-y overflow-hidden rounded-lg border bg-card">
              {members.map((operation) => (
                <OperationCard key={`${operation.method} ${operation.path}`} operation={operation} />
              ))}
            </div>
          </section>
        ))}
        <Errors />
      </main>
    </div>
  );
}

function Introduction({ baseUrl }: { baseUrl: string }) {
  return (
    <div className="mt-3 flex max-w-2xl flex-col gap-3 text-muted-foreground">
      <p>
        Everything the console shows and does, for programs. Sign in with an API key from{' '}
        <a href="/settings/api-keys" className="text-primary underline underline-offset-2">
          Technical, API keys
        </a>
        . Bodies are JSON, times ISO 8601 in UTC. Lists take <code>limit cursor q sort</code> and a field's name as a
        filter. The same description for machines:{' '}
        <a href="/api/openapi.json" className="text-primary underline underline-offset-2">
          openapi.json
        </a>
        .
      </p>
      <pre className="overflow-x-auto rounded-lg border bg-muted p-3 font-mono text-foreground text-xs">
        {`curl -H "Authorization: Bearer pw_..." ${baseUrl}/records/lead?limit=5`}
      </pre>
    </div>
  );
}

function Errors() {
  return (
    <section aria-labelledby="errors-title" className="pt-10">
      <h2 id="errors-title" className="mb-3 font-medium text-lg">
        Errors
      </h2>
      <p className="mb-3 text-muted-foreground">
        RFC 9457 problem details: <code>type title status detail</code> and, where a field is to blame,{' '}
        <code>errors</code>.
      </p>
      <dl className="grid gap-x-6 gap-y-2 text-sm sm:grid-cols-[11rem_minmax(0,1fr)]">
        {errorWords.map(([name, words]) => (
          <div key={name} id={name?.slice(4).replace(' ', '_')} className="contents">
            <dt className="font-medium">{name}</dt>
            <dd className="text-muted-foreground">{words}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
