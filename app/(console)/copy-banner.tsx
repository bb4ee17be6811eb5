'use client';
import { useQuery } from '@tanstack/react-query';
import { Banner, BannerActions, BannerButton } from '#components/frame/banner.tsx';
import { Link } from '#components/ui/link.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { InstanceItem } from '#lib/instance/instance-schema.ts';
import { instanceQuery } from './settings/captured-mail/queries.ts';
import { counted } from './settings/captured-mail/words-of-claim.ts';

/** Over every page of a copied database: that nothing leaves, how much was kept, and the way out. */
export function CopyBanner({ initial, isAdministrator }: { initial: InstanceItem; isAdministrator: boolean }) {
  const { data } = useQuery({ ...instanceQuery, initialData: initial });
  if (!data.capturing || !data.captureSince) return null;
  return (
    <>
      <div
        aria-hidden
        className="h-1.5 bg-[repeating-linear-gradient(-45deg,var(--color-warning)_0_0.5rem,var(--color-warning-soft)_0.5rem_1rem)]"
      />
      <Banner
        tone="warning"
        action={
          isAdministrator ? (
            <BannerActions>
              <BannerButton asChild>
                <Link href="/settings/captured-mail">See what would have left</Link>
              </BannerButton>
            </BannerActions>
          ) : null
        }
      >
        <span className="font-medium">This is a copy of a database: nothing leaves.</span> Capturing began{' '}
        <RelativeTime value={data.captureSince} />: {data.captured === 0 ? 'no mail' : counted(data.captured, 'mail')}{' '}
        so far.
        {isAdministrator ? null : ' Ask an administrator whether this installation takes over.'}
      </Banner>
    </>
  );
}
