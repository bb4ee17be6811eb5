'use client';
import { CircleAlert, CircleCheck, KeyRound, Link2, type LucideIcon, Unlink } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from '#components/feedback/confirm-dialog.tsx';
import { toast } from '#components/feedback/toaster.tsx';
import { Button } from '#components/ui/button.tsx';
import { Link, textLink } from '#components/ui/link.tsx';
import { ExactTime, RelativeTime } from '#components/ui/relative-time.tsx';
import type { IncomingServerItem } from '#lib/mail/servers/incoming-server-schema.ts';
import type { GrantOwner } from '#lib/mail/servers/oauth/grant-owner.ts';
import { connectAccount, disconnectAccount } from './account-actions.ts';
import { providerNames } from './provider-names.ts';

type Direction = GrantOwner['direction'];

interface AccountPanelProps {
  direction: Direction;
  /** A server of either direction. */
  server: Pick<IncomingServerItem, 'id' | 'name' | 'authentication' | 'oauthProvider' | 'username' | 'oauth'>;
  /** Whether this installation is registered with the provider. */
  registered: boolean;
  onChanged: () => void;
}

const words = {
  outgoing: {
    allow: 'send mail',
    until: 'Mail for this server waits until then.',
    afterwards: 'Mail for it waits until an account is connected again.',
  },
  incoming: {
    allow: 'read the mailbox',
    until: 'Its mails wait there until then.',
    afterwards: 'Its mails wait in the mailbox until an account is connected again.',
  },
};

/** The connected account of a server with OAuth: who it is, whether it works, and the way to connect it. */
export function AccountPanel({ direction, server, registered, onChanged }: AccountPanelProps) {
  const owner = { direction, serverId: server.id };
  const { oauth, oauthProvider, username } = server;
  if (server.authentication !== 'oauth2' || !oauthProvider) return null;
  const provider = providerNames[oauthProvider];
  if (!oauth && !registered) return <NotRegistered provider={provider} />;
  if (!oauth) {
    return (
      <Panel look="info" icon={KeyRound} title={`${username} is not connected yet`}>
        <p>
          You sign in at {provider} and allow this product to {words[direction].allow} as {username}.{' '}
          {words[direction].until}
        </p>
        <Actions>
          <Connect owner={owner} label={`Connect your ${provider} account`} first />
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
        <Connect owner={owner} label="Connect again" first={!oauth.usable} />
        <Disconnect owner={owner} account={oauth.account} onChanged={onChanged} />
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

function Connect({ owner, label, first }: { owner: GrantOwner; label: string; first: boolean }) {
  const [leaving, setLeaving] = useState(false);
  const connect = async () => {
    setLeaving(true);
    const result = await connectAccount(owner);
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
  owner: GrantOwner;
  account: string;
  onChanged: () => void;
}

function Disconnect({ owner, account, onChanged }: DisconnectProps) {
  const [asking, setAsking] = useState(false);
  const disconnect = async () => {
    const result = await disconnectAccount(owner);
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
        description={`The permission is wiped here. ${words[owner.direction].afterwards}`}
        confirmLabel="Disconnect account"
        danger
        onConfirm={disconnect}
      />
    </>
  );
}
