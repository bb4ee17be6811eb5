import { Banner, BannerActions, BannerButton } from '#components/frame/banner.tsx';
import { Link } from '#components/ui/link.tsx';
import type { MailDestinationKind } from './navigation.ts';

/** Says over every page when mail does not reach the world, and what to do. */
export function MailBanner(props: { destination: MailDestinationKind; isAdministrator: boolean }) {
  const { destination, isAdministrator } = props;
  if (destination !== 'sandbox' && destination !== 'none') return null;
  const remedy = isAdministrator
    ? 'Connect an outgoing mail server to send for real.'
    : 'Ask an administrator to connect an outgoing mail server.';
  const connect = isAdministrator ? (
    <BannerButton asChild>
      <Link href="/technical/outgoing-servers/new">Connect a server</Link>
    </BannerButton>
  ) : null;
  if (destination === 'none') {
    return (
      <Banner tone="danger" action={<BannerActions>{connect}</BannerActions>}>
        No mail can leave: there is no outgoing mail server. {remedy}
      </Banner>
    );
  }
  return (
    <Banner
      tone="info"
      action={
        <BannerActions>
          <BannerButton asChild>
            <Link href="/sandbox">Open the sandbox</Link>
          </BannerButton>
          {connect}
        </BannerActions>
      }
    >
      Mail goes to the sandbox: nothing leaves this machine. {remedy}
    </Banner>
  );
}
