'use client';
import { useQuery } from '@tanstack/react-query';
import { Banner, BannerActions, BannerButton } from '#components/frame/banner.tsx';
import { Link } from '#components/ui/link.tsx';
import { NumberFormat } from '#components/ui/number-format.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { NotifyInside } from './settings/general/daily-limit/notify-inside.tsx';
import { dailyLimitQuery } from './settings/general/daily-limit/queries.ts';

interface DailyLimitBannerProps {
  isAdministrator: boolean;
  /** Whether the user is notified in PerfectWORK already. */
  inside: boolean;
}

/** Says over every page when the daily limit is nearly or wholly used up, and what saves mails. */
export function DailyLimitBanner({ isAdministrator, inside }: DailyLimitBannerProps) {
  const { data } = useQuery(dailyLimitQuery);
  if (!data || data.limit === null || data.level === 'fine') return null;
  const { limit, used, resetAt, level } = data;
  return (
    <Banner
      tone={level === 'reached' ? 'danger' : 'warning'}
      action={
        <BannerActions>
          <NotifyInside forMe={!inside} forAll={isAdministrator} as={BannerButton} />
        </BannerActions>
      }
    >
      {level === 'reached' ? (
        <>
          All <NumberFormat value={limit} /> mails of today are used: further ones fail and can be retried{' '}
        </>
      ) : (
        <>
          <NumberFormat value={used} /> of <NumberFormat value={limit} /> mails of today are used; the counter starts
          again{' '}
        </>
      )}
      <RelativeTime value={resetAt} />.{' '}
      {isAdministrator ? (
        <Link href="/settings/general" className="underline underline-offset-2">
          Daily limit
        </Link>
      ) : null}
    </Banner>
  );
}
