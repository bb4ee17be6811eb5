'use client';
import { Link, textLink } from '#components/ui/link.tsx';
import type { DocumentPlaces } from './document-places.ts';

interface DocumentLinkProps {
  places: DocumentPlaces;
  model: string;
  recordId: number;
  /** Null: the reader may not see it; left out: nobody asked. */
  recordName?: string | null | undefined;
  recordDeleted?: boolean | undefined;
}

/** "Lead: Desk lamps for Emma", leading there; "deleted lead 12" where it is gone. */
export function DocumentLink({ places, model, recordId, recordName, recordDeleted }: DocumentLinkProps) {
  const place = places[model];
  if (!place) return `${model} ${recordId}`;
  if (recordDeleted) return <span className="text-muted-foreground">{`deleted ${place.label} ${recordId}`}</span>;
  if (recordName === null) return `${place.label} ${recordId}, which you may not see`;
  return (
    <Link href={`${place.path}/${recordId}`} className={textLink} title={recordName}>
      {recordName === undefined ? (
        `${place.label} ${recordId}`
      ) : (
        <>
          {capital(place.label)}: <bdi>{recordName}</bdi>
        </>
      )}
    </Link>
  );
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
