'use client';
import { useQueryClient } from '@tanstack/react-query';
import { PlugZap, Route, Send } from 'lucide-react';
import { useState } from 'react';
import { Form } from '#components/form/form.tsx';
import { PageBody, PageHeader } from '#components/frame/page-header.tsx';
import { Button } from '#components/ui/button.tsx';
import { DropdownMenuItem } from '#components/ui/dropdown-menu.tsx';
import { useNavigation } from '#components/ui/link.tsx';
import type { OutcomeNotice } from '#lib/mail/servers/oauth/consent-outcome.ts';
import { providerOfHost } from '#lib/mail/servers/oauth/providers.ts';
import type { OutgoingServerItem } from '#lib/mail/servers/outgoing-server-schema.ts';
import { AccountPanel } from '../../_servers/account-panel.tsx';
import { ConsentNotice } from '../../_servers/consent-notice.tsx';
import { ServerActionsMenu } from '../../_servers/server-actions-menu.tsx';
import { deleteServer, updateServer } from '../actions.ts';
import { ConnectionSection } from '../connection-section.tsx';
import { ExplainSheet } from '../explain-sheet.tsx';
import { inputOf, outgoingFormSchema, valuesOf } from '../form-values.ts';
import { IdentitySection } from '../identity-section.tsx';
import { AdvancedSection, LimitsSection } from '../limit-sections.tsx';
import { OutgoingTestSheet } from '../outgoing-test-sheet.tsx';
import { QuotaUsage } from '../quota-usage.tsx';
import { ServerBadge } from '../server-badge.tsx';
import { BreakerNotice } from './breaker-notice.tsx';
import { ReadSizeButton } from './read-size-button.tsx';
import { SendEverythingNotice } from './send-everything-notice.tsx';
import { SendTestDialog } from './send-test-dialog.tsx';

interface ServerFormProps {
  server: OutgoingServerItem;
  myAddress: string;
  /** Coming from a new server: the test begins by itself. */
  testNow: boolean;
  /** Whether this installation is registered with the provider of the server's account. */
  registered: boolean;
  /** `mail.default.from`. */
  defaultFrom: string | null;
  notice: OutcomeNotice | null;
}

type Panel = 'test' | 'explain' | 'send' | null;

/** One outgoing server: its settings, its test, and what it would send. */
export function ServerForm({ server, myAddress, testNow, registered, defaultFrom, notice }: ServerFormProps) {
  const [panel, setPanel] = useState<Panel>(testNow ? 'test' : null);
  const queries = useQueryClient();
  const { push, refresh } = useNavigation();
  const changed = () => {
    void queries.invalidateQueries({ queryKey: ['servers'] });
    refresh();
  };
  const close = () => setPanel(null);
  return (
    <>
      <PageHeader
        title={server.name}
        badge={<ServerBadge server={server} />}
        crumbs={[
          { label: 'Technical' },
          { label: 'Outgoing mail servers', href: '/technical/outgoing-servers' },
          { label: server.name },
        ]}
        actions={
          <>
            <ServerActionsMenu
              name={server.name}
              active={server.active}
              archiveWords="Nothing is sent through an archived server. Its mails, settings and password stay."
              deleteWords="Its settings and password are gone for good. Mails it has sent keep its name in their history."
              setActive={(active) => updateServer(server.id, { active })}
              remove={() => deleteServer(server.id)}
              onChanged={changed}
              onRemoved={() => push('/technical/outgoing-servers')}
            >
              <DropdownMenuItem onSelect={() => setPanel('send')}>
                <Send aria-hidden /> Send a test mail
              </DropdownMenuItem>
              <DropdownMenuItem onSelect={() => setPanel('explain')}>
                <Route aria-hidden /> Which server would send this?
              </DropdownMenuItem>
            </ServerActionsMenu>
            <Button variant="primary" onClick={() => setPanel('test')}>
              <PlugZap aria-hidden /> Test connection
            </Button>
          </>
        }
      />
      <PageBody>
        <ConsentNotice notice={notice} />
        <AccountPanel direction="outgoing" server={server} registered={registered} onChanged={changed} />
        <BreakerNotice server={server} />
        <Form
          schema={outgoingFormSchema}
          defaultValues={valuesOf(server)}
          onSubmit={(values) => updateServer(server.id, inputOf(values))}
          onSaved={changed}
          savedMessage="Server saved"
        >
          <ConnectionSection passwordSetAt={server.passwordSetAt} />
          <IdentitySection>
            {providerOfHost(server.host, 'smtp') || server.oauthProvider ? (
              <SendEverythingNotice server={server} defaultFrom={defaultFrom} onChanged={changed} />
            ) : null}
          </IdentitySection>
          <LimitsSection
            usage={<QuotaUsage server={server} />}
            action={<ReadSizeButton serverId={server.id} onRead={changed} />}
          />
          <AdvancedSection />
        </Form>
      </PageBody>
      {panel === 'test' ? (
        <OutgoingTestSheet server={server} onClose={close} onSendMail={() => setPanel('send')} />
      ) : null}
      {panel === 'explain' ? <ExplainSheet from={myAddress} onClose={close} /> : null}
      {panel === 'send' ? <SendTestDialog server={server} to={myAddress} onClose={close} /> : null}
    </>
  );
}
