'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Ban, CircleCheck, Clock, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { ConfirmDialog } from '#components/feedback/confirm-dialog.tsx';
import { toast } from '#components/feedback/toaster.tsx';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { formatSize } from '../../../format-size.ts';
import { type DownloadLinkRow, downloadLinksQuery } from './download-links-query.ts';
import { revokeLink } from './link-actions.ts';

/** The files a mail carries as links, because it would have been too large with them; nothing where it carries none. */
export function DownloadLinks({ emailId }: { emailId: number }) {
  const queries = useQueryClient();
  const { data } = useQuery(downloadLinksQuery(emailId));
  const [ending, setEnding] = useState<DownloadLinkRow | null>(null);
  if (!data || data.items.length === 0) return null;
  return (
    <section aria-labelledby="download-links" className="flex flex-col gap-2">
      <h2 id="download-links" className="font-medium">
        Files sent as links
      </h2>
      <p className="text-muted-foreground text-sm">
        The mail would have been too large for its server with them. Whoever has a link can download its file.
      </p>
      <ul className="divide-y overflow-hidden rounded-lg border">
        {data.items.map((link) => (
          <li key={link.id} className="flex items-start gap-3 px-4 py-3 text-sm">
            <div className="min-w-0 flex-1">
              <p dir="auto" className="wrap-anywhere font-medium">
                {link.name} <span className="font-normal text-muted-foreground">{formatSize(link.size)}</span>
              </p>
              <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-muted-foreground">
                <LinkState link={link} />
                <span>{downloadsInWords(link.downloads)}</span>
              </p>
            </div>
            {stateOf(link) === 'works' ? (
              <Button
                size="sm"
                variant="ghost"
                aria-label={`Revoke the link to ${link.name}`}
                onClick={() => setEnding(link)}
              >
                Revoke
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      <ConfirmDialog
        open={ending !== null}
        onOpenChange={(open) => !open && setEnding(null)}
        danger
        title={`Revoke the link to ${ending?.name}?`}
        description="Whoever opens it from now on reads that you have withdrawn it. A revoked link cannot be brought back; the file stays with its document."
        confirmLabel="Revoke link"
        onConfirm={async () => {
          if (!ending) return;
          const result = await revokeLink(ending.id);
          if (result.ok) toast.success(`The link to ${ending.name} is revoked`);
          else toast.error(result.message);
          await queries.invalidateQueries({ queryKey: downloadLinksQuery(emailId).queryKey });
        }}
      />
    </section>
  );
}

type State = 'works' | 'revoked' | 'expired';

function stateOf({ revokedAt, expiresAt }: DownloadLinkRow): State {
  if (revokedAt) return 'revoked';
  return new Date(expiresAt) <= new Date() ? 'expired' : 'works';
}

const looks: Record<State, { tone?: Tone; icon: LucideIcon; words: string }> = {
  works: { tone: 'success', icon: CircleCheck, words: 'Works' },
  revoked: { icon: Ban, words: 'Revoked' },
  expired: { icon: Clock, words: 'Expired' },
};

function LinkState({ link }: { link: DownloadLinkRow }) {
  const state = stateOf(link);
  const { words, ...look } = looks[state];
  return (
    <>
      <Badge {...look}>{words}</Badge>
      {state === 'revoked' ? null : (
        <span>
          {state === 'works' ? 'until' : 'since'} <RelativeTime value={link.expiresAt} />
        </span>
      )}
    </>
  );
}

function downloadsInWords(count: number): string {
  if (count === 0) return 'not downloaded yet';
  return count === 1 ? 'downloaded once' : `downloaded ${count} times`;
}
