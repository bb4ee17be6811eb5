'use client';
import { CircleAlert, CircleCheck, KeyRound, Link2, type LucideIcon, Unlink } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from '#components/feedback/confirm-dialog.tsx';
import { toast } from '#components/feedback/toaster.tsx';
import { Button } from '#components/ui/button.tsx';
import { Link, textLink } from '#components/ui/link.tsx';
import { ExactTime, RelativeTime } from '#components/ui/relative-time.tsx';
import type { OutgoingServerItem } from '#lib/mail/servers/outgoing-server-schema.ts';
import { connectAccount, disconnectAccount } from '../actions.ts';
import { providerNames } from '../provider-names.ts';

interface AccountPanelProps {
  server: OutgoingServerItem;
  /** Whether this installation is registered with the provider. */
  registered: boolean;
  onChanged: () => void;
}

/** The connected account of a server with OAuth: who it is, whether it works, and the way to connect it. */
export function AccountPanel({ server, registered, onChanged }: AccountPanelProps) {
  const { oauth, oauthProvider, username } = server;
  if (server.authentication !== 'oauth2' || !oauthProvider) return null;
  const provider = providerNames[oauthProvider];
  if (!oauth && !registered) return <NotRegistered provider={provider} />;
  if (!oauth) {
    return (
      <Panel look="info" icon={KeyRound} title={`${username} is not connected yet`}>
        <p>
          You sign in at {provider} and allow this product to send mail as {username}. Mail for this server waits until
          then.
        </p>
        <Actions>
          <Connect server={server} label={`Connect your ${provider} account`} first />
        </Actions>
      </Panel>
    );
  }
  const failing = oauth.lastError !== null;
  const look = oauth.usable ? (failing ? 'warning' : 'success') : 'danger';
  return (
    <Panel
      look={look}
      icon={failing ? CircleAlert : CircleCheck}
      title={oauth.usable ? `Connected as ${oauth.account}` : `Sign in again at ${provider}`}
    >
      <p className="wrap-anywhere">
        {oauth.lastError ?? (
          <>
            Since <RelativeTime value={oauth.connectedAt} />; renewed by itself.
            {oauth.expiresAt ? (
              <>
                {' '}
                {oauthProvider === 'microsoft' ? 'Without any use it would end on ' : 'It ends on '}
                <ExactTime value={oauth.expiresAt} />.
              </>
            ) : null}
          </>
        )}
      </p>
      <Actions>
        <Connect server={server} label="Connect again" first={!oauth.usable} />
        <Disconnect server={server} account={oauth.account} onChanged={onChanged} />
      </Actions>
    </Panel>
  );
}

function NotRegistered({ provider }: { provider: string }) {
  return (
    <Panel look="warning" icon={KeyRound} title={`Register this installation with ${provider} first`}>
      <p>
        Once for all accounts: {provider} gives you a client ID and a client secret, which you enter under{' '}
        <Link href="/settings/general#mail-accounts" className={textLink}>
          General settings, Mail accounts
        </Link>
        . Then come back and connect the account.
      </p>
    </Panel>
  );
}

const looks = {
  info: 'border-info-line bg-info-soft text-info',
  success: 'border-success-line bg-success-soft text-success',
  warning: 'border-warning-line bg-warning-soft text-warning',
  danger: 'border-danger-line bg-danger-soft text-danger',
};

interface PanelProps {
  look: keyof typeof looks;
  icon: LucideIcon;
  title: string;
  children: ReactNode;
}

function Panel({ look, icon: Icon, title, children }: PanelProps) {
  return (
    <section
      aria-label="Connected account"
      className={`mb-6 flex max-w-3xl gap-2.5 rounded-lg border px-3 py-2.5 text-sm ${looks[look]}`}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="flex min-w-0 flex-col gap-1">
        <h2 className="wrap-anywhere font-medium">{title}</h2>
        {children}
      </div>
    </section>
  );
}

function Actions({ children }: { children: ReactNode }) {
  return <div className="mt-1.5 flex flex-wrap gap-2">{children}</div>;
}

function Connect({ server, label, first }: { server: OutgoingServerItem; label: string; first: boolean }) {
  const [leaving, setLeaving] = useState(false);
  const connect = async () => {
    setLeaving(true);
    const result = await connectAccount(server.id);
    if (result.ok) {
      window.location.assign(result.value.url);
      return;
    }
    setLeaving(false);
    toast.error(result.message);
  };
  return (
    <Button size="sm" variant={first ? 'primary' : 'secondary'} loading={leaving} onClick={() => void connect()}>
      <Link2 aria-hidden /> {label}
    </Button>
  );
}

interface DisconnectProps {
  server: OutgoingServerItem;
  account: string;
  onChanged: () => void;
}

function Disconnect({ server, account, onChanged }: DisconnectProps) {
  const [asking, setAsking] = useState(false);
  const disconnect = async () => {
    const result = await disconnectAccount(server.id);
    if (!result.ok) {
      toast.error(result.message);
      return;
    }
    toast.success(`${account} is disconnected`);
    onChanged();
  };
  return (
    <>
      <Button size="sm" onClick={() => setAsking(true)}>
        <Unlink aria-hidden /> Disconnect
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Disconnect ${account}?`}
        description={`The permission is wiped here. Mail for ${server.name} waits until an account is connected again.`}
        confirmLabel="Disconnect account"
        danger
        onConfirm={disconnect}
      />
    </>
  );
}
