import { StateBadge } from '#components/mail/state-badge.tsx';
import type { IncomingRoute } from '#lib/mail/incoming/incoming-mail-schema.ts';
import { DocumentLink } from '../../document-link.tsx';
import type { DocumentPlaces } from '../../document-places.ts';
import { asSentence, withNames } from './reason-words.ts';

/** The ways the mail took, each with its document and why. */
export function RouteList({ routes, places }: { routes: readonly IncomingRoute[]; places: DocumentPlaces }) {
  if (routes.length === 0) return <p className="text-muted-foreground text-sm">Into no document.</p>;
  return (
    <ul className="divide-y overflow-hidden rounded-lg border bg-card">
      {routes.map((route, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: routes are written once; two may look the same
        <li key={index} className="flex flex-col gap-1 px-3 py-2.5 text-sm">
          <span className="flex flex-wrap items-center gap-2">
            <StateBadge kind="outcome" state={route.outcome} />
            {route.model ? <Target route={route} places={places} /> : null}
          </span>
          <span className="wrap-anywhere text-muted-foreground">{asSentence(withNames(route.reason, routes))}</span>
        </li>
      ))}
    </ul>
  );
}

function Target({ route, places }: { route: IncomingRoute; places: DocumentPlaces }) {
  const { model, recordId, recordName, recordDeleted } = route;
  if (!model) return null;
  if (recordId === null) return <span>a new {(places[model]?.label ?? model).toLowerCase()}</span>;
  return (
    <span className="wrap-anywhere min-w-0 first-letter:uppercase">
      <DocumentLink {...{ places, model, recordId, recordName, recordDeleted }} />
    </span>
  );
}
