'use client';
import { Link, textLink } from '#components/ui/link.tsx';
import type { DocumentPlaces } from './document-places.ts';

interface DocumentLinkProps {
  places: DocumentPlaces;
  model: string;
  recordId: number;
}

/** "Lead 12", leading there. */
export function DocumentLink({ places, model, recordId }: DocumentLinkProps) {
  const place = places[model];
  if (!place) return `${model} ${recordId}`;
  return (
    <Link href={`${place.path}/${recordId}`} className={textLink}>
      {place.label} {recordId}
    </Link>
  );
}
