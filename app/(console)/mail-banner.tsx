import { Banner } from '#components/frame/banner.tsx';
import { Button } from '#components/ui/button.tsx';
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
    <Button asChild size="sm" variant="ghost" className="text-current hover:bg-background/60 hover:text-current">
      <Link href="/technical/outgoing-servers/new">Connect a server</Link>
    </Button>
  ) : null;
  if (destination === 'none') {
    return (
      <Banner tone="danger" action={connect}>
        No mail can leave: there is no outgoing mail server. {remedy}
      </Banner>
    );
  }
  return (
    <Banner
      tone="info"
      action={
        <div className="-mx-2 flex flex-wrap gap-1 max-sm:ml-4.5">
          <Button asChild size="sm" variant="ghost" className="text-current hover:bg-background/60 hover:text-current">
            <Link href="/sandbox">Open the sandbox</Link>
          </Button>
          {connect}
        </div>
      }
    >
      Mail goes to the sandbox: nothing leaves this machine. {remedy}
    </Banner>
  );
}
