import { eq } from 'drizzle-orm';
import { incomingServer } from '#drizzle/schema/incoming-server.ts';
import type { Ctx } from '#lib/db/context.ts';
import { statement } from '#lib/db/statement.ts';
import type { ServerFacts } from '../decide-mail.ts';

const noServer: ServerFacts = {
  address: null,
  model: null,
  keepOriginal: false,
  keepAttachments: true,
  trustedAuthserv: null,
};

/** What the server a mail came by says about its processing; the defaults where it came another way. */
export async function loadServerFacts(ctx: Ctx, id: number | null): Promise<ServerFacts> {
  if (id === null) return noServer;
  const [row] = await selectFacts(ctx.db, { id });
  return row ?? noServer;
}

const selectFacts = statement((db, { id }: { id: number }) =>
  db
    .select({
      address: incomingServer.address,
      model: incomingServer.model,
      keepOriginal: incomingServer.keepOriginal,
      keepAttachments: incomingServer.keepAttachments,
      trustedAuthserv: incomingServer.trustedAuthserv,
    })
    .from(incomingServer)
    .where(eq(incomingServer.id, id)),
);
