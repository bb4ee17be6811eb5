'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import {
  ChevronRight,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  type LucideIcon,
  PlugZap,
  ServerCog,
} from 'lucide-react';
import { useId, useState } from 'react';
import { Section } from '#components/form/section.tsx';
import { Badge, type Tone } from '#components/ui/badge.tsx';
import { Label } from '#components/ui/label.tsx';
import { Link, useNavigation } from '#components/ui/link.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Switch } from '#components/ui/switch.tsx';
import type { MailDestinationKind } from '../../navigation.ts';
import { incomingSummary, outgoingSummary, type ServerSummary } from './server-queries.ts';
import { SwitchOffDialog } from './switch-off-dialog.tsx';

interface ServerLinksProps {
  destination: MailDestinationKind;
  /** Where mail would leave to without own servers. */
  withoutOwn: Exclude<MailDestinationKind, 'own'>;
}

/** Own mail servers: a switch that shows the way to them, with how many there are and how the worst one is. */
export function ServerLinks({ destination, withoutOwn }: ServerLinksProps) {
  const queries = useQueryClient();
  const { refresh } = useNavigation();
  const id = useId();
  const outgoing = useQuery(outgoingSummary);
  const incoming = useQuery(incomingSummary);
  const counts = { outgoing: outgoing.data?.count ?? 0, incoming: incoming.data?.count ?? 0 };
  const [wanted, setWanted] = useState(false);
  const [asking, setAsking] = useState(false);
  const used = counts.outgoing + counts.incoming > 0 || (destination === 'own' && outgoing.isPending);
  const open = used || wanted;
  return (
    <Section title="Mail servers" description={destinationWords[destination]} className="border-t! pt-7!">
      <div className="flex items-start justify-between gap-6">
        <div>
          <Label htmlFor={id}>Use external email servers</Label>
          <p id={`${id}-help`} className="text-muted-foreground text-sm">
            {used
              ? 'On while servers are connected. Switching it off archives them.'
              : 'Send and receive through servers of your own or of your provider.'}
          </p>
        </div>
        <Switch
          id={id}
          checked={open}
          onCheckedChange={(on) => (used && !on ? setAsking(true) : setWanted(on))}
          aria-describedby={`${id}-help`}
        />
      </div>
      {open ? (
        <ul className="divide-y overflow-hidden rounded-lg border">
          <ServerLink
            href="/technical/outgoing-servers"
            icon={ServerCog}
            label="Outgoing mail servers"
            query={outgoing}
          />
          <ServerLink
            href="/technical/incoming-servers"
            icon={PlugZap}
            label="Incoming mail servers"
            query={incoming}
          />
        </ul>
      ) : null}
      <SwitchOffDialog
        open={asking}
        onOpenChange={setAsking}
        counts={counts}
        withoutOwn={withoutOwn}
        onDone={async () => {
          setWanted(false);
          await queries.invalidateQueries({ queryKey: ['servers'] });
          refresh();
        }}
      />
    </Section>
  );
}

const destinationWords: Record<MailDestinationKind, string> = {
  own: 'Mail leaves through your own servers.',
  default: 'Mail leaves through the default server of whoever runs this installation.',
  sandbox: 'Mail goes to the sandbox: nothing leaves this machine until you connect a server.',
  none: 'Mail waits: there is no server it could leave through.',
};

interface ServerLinkProps {
  href: string;
  icon: LucideIcon;
  label: string;
  query: { data?: ServerSummary; isPending: boolean };
}

function ServerLink({ href, icon: Icon, label, query }: ServerLinkProps) {
  return (
    <li>
      <Link
        href={href}
        className="flex items-center gap-3 px-4 py-3 text-sm hover:bg-accent focus-visible:-outline-offset-2"
      >
        <Icon aria-hidden className="size-4 shrink-0 text-muted-foreground" />
        <span className="min-w-0 flex-1 font-medium">{label}</span>
        {query.isPending ? <Skeleton className="w-20" /> : <Summary summary={query.data} />}
        <ChevronRight aria-hidden className="size-4 shrink-0 text-muted-foreground" />
      </Link>
    </li>
  );
}

const looks: Record<ServerSummary['worst'], { tone: Tone; icon: LucideIcon }> = {
  ok: { tone: 'success', icon: CircleCheck },
  draft: { tone: 'neutral', icon: CircleDashed },
  failing: { tone: 'danger', icon: CircleAlert },
};

function Summary({ summary }: { summary: ServerSummary | undefined }) {
  if (!summary || summary.count === 0) return <span className="text-muted-foreground">None yet</span>;
  return (
    <>
      <span className="text-muted-foreground tabular-nums">{summary.count}</span>
      <Badge {...looks[summary.worst]}>{summary.words}</Badge>
    </>
  );
}
