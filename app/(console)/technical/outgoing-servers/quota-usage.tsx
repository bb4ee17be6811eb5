'use client';
import { useQuery } from '@tanstack/react-query';
import { getJson } from '#app/api-client.ts';
import { Gauge } from '#components/feedback/gauge.tsx';
import type { OutgoingServerItem } from '#lib/mail/servers/outgoing-server-schema.ts';

type Counted = Pick<OutgoingServerItem, 'id' | 'perMinuteLimit' | 'perDayLimit' | 'usage'>;

/** How much of its quota a server has used in this minute and today; nothing for a server without quota. */
export function QuotaUsage({ server }: { server: Counted }) {
  const limited = server.perMinuteLimit !== null || server.perDayLimit !== null;
  const { data } = useQuery({
    queryKey: ['servers', 'outgoing-usage', server.id, server.perMinuteLimit, server.perDayLimit],
    queryFn: ({ signal }) => getJson<Counted>(`/outgoing-servers/${server.id}`, undefined, signal),
    initialData: server,
    refetchInterval: 5000,
    enabled: limited,
  });
  if (!limited) return null;
  const { perMinuteLimit, perDayLimit, usage } = data;
  return (
    <div className="grid gap-4 rounded-lg border bg-canvas px-4 py-3 sm:grid-cols-2">
      {perMinuteLimit === null ? null : (
        <Gauge
          label="This minute"
          used={usage.minute}
          limit={perMinuteLimit}
          unit="mails"
          note="Mailings leave a tenth to people."
        />
      )}
      {perDayLimit === null ? null : (
        <Gauge label="Today" used={usage.day} limit={perDayLimit} unit="mails" note="Starts again at 00:00 UTC." />
      )}
    </div>
  );
}
