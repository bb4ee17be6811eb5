'use client';
import { Link, textLink } from '#components/ui/link.tsx';

/** What the loop check does at present, and where its numbers are set. */
export function LoopExplanation({ threshold, minutes }: { threshold: number; minutes: number }) {
  return (
    <>
      Two machines that answer each other could fill the database overnight. So a sender who made {threshold} documents,
      or wrote {threshold} times to one, within {minutes} minutes is stopped, unless the address stands here. Both
      numbers are{' '}
      <Link href="/technical/system-parameters?q=mail.gateway.loop" className={textLink}>
        system parameters
      </Link>
      .
    </>
  );
}
