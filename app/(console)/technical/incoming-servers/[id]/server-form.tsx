'use client';
import { useQueryClient } from '@tanstack/react-query';
import { Download, PlugZap, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { ConfirmDialog } from '#components/feedback/confirm-dialog.tsx';
import { toast } from '#components/feedback/toaster.tsx';
import { Form } from '#components/form/form.tsx';
import { PageBody, PageHeader } from '#components/frame/page-header.tsx';
import { Button } from '#components/ui/button.tsx';
import { DropdownMenuItem } from '#components/ui/dropdown-menu.tsx';
import { useNavigation } from '#components/ui/link.tsx';
import type { IncomingServerItem } from '#lib/mail/servers/incoming-server-schema.ts';
import type { OutcomeNotice } from '#lib/mail/servers/oauth/consent-outcome.ts';
import { AccountPanel } from '../../_servers/account-panel.tsx';
import { ConsentNotice } from '../../_servers/consent-notice.tsx';
import { ServerActionsMenu } from '../../_servers/server-actions-menu.tsx';
import { TestSheet } from '../../_servers/test-sheet.tsx';
import { deleteServer, resetConfirmation, updateServer } from '../actions.ts';
import { incomingFormSchema, inputOf, valuesOf } from '../form-values.ts';
import { ServerBadge } from '../server-badge.tsx';
import { type ModelChoice, ServerFields } from '../server-fields.tsx';
import { testSteps } from '../test-steps.ts';
import { useFetchNow } from '../use-fetch-now.ts';
import { FetchProgress } from './fetch-progress.tsx';
import { ServerHealth } from './server-health-panel.tsx';

interface ServerFormProps {
  server: IncomingServerItem;
  models: readonly ModelChoice[];
  /** Coming from a new server: the test begins by itself. */
  testNow: boolean;
  /** Whether this installation is registered with the provider of the server's account. */
  registered: boolean;
  notice: OutcomeNotice | null;
}

/** One incoming server: its settings, and beside them how it fares. */
export function ServerForm({ server, models, testNow, registered, notice }: ServerFormProps) {
  const [testing, setTesting] = useState(testNow);
  const [resetting, setResetting] = useState(false);
  const queries = useQueryClient();
  const { push, refresh } = useNavigation();
  const changed = () => {
    void queries.invalidateQueries({ queryKey: ['servers'] });
    refresh();
  };
  const confirmed = server.state === 'confirmed';
  const reset = async () => {
    const result = await resetConfirmation(server.id);
    if (result.ok) toast.success(`${server.name} is not fetched any more`);
    else toast.error(result.message);
    changed();
  };
  return (
    <>
      <PageHeader
        title={server.name}
        badge={<ServerBadge server={server} />}
        crumbs={[
          { label: 'Technical' },
          { label: 'Incoming mail servers', href: '/technical/incoming-servers' },
          { label: server.name },
        ]}
        actions={
          <>
            <ServerActionsMenu
              name={server.name}
              active={server.active}
              archiveWords="An archived server is not fetched. Its settings, its password and the mails it brought stay."
              deleteWords={`Its settings, its password and its books are gone for good; added again, it begins with ${server.type === 'pop3' ? 'all mails of the mailbox' : 'the unread mails'}. The mails it brought stay.`}
              setActive={(active) => updateServer(server.id, { active })}
              remove={() => deleteServer(server.id)}
              onChanged={changed}
              onRemoved={() => push('/technical/incoming-servers')}
            >
              {confirmed ? (
                <>
                  <DropdownMenuItem onSelect={() => setTesting(true)}>
                    <PlugZap aria-hidden /> Test again
                  </DropdownMenuItem>
                  <DropdownMenuItem onSelect={() => setResetting(true)}>
                    <RotateCcw aria-hidden /> Reset confirmation
                  </DropdownMenuItem>
                </>
              ) : null}
            </ServerActionsMenu>
            {confirmed ? (
              <FetchButton server={server} />
            ) : (
              <Button variant="primary" onClick={() => setTesting(true)}>
                <PlugZap aria-hidden /> Test & Confirm
              </Button>
            )}
          </>
        }
      />
      <PageBody aside={confirmed || server.type === 'push' ? <ServerHealth server={server} /> : undefined}>
        {server.type === 'push' ? null : <FetchProgress id={server.id} where="narrow" />}
        <ConsentNotice notice={notice} />
        <AccountPanel direction="incoming" server={server} registered={registered} onChanged={changed} />
        <Form
          schema={incomingFormSchema}
          defaultValues={valuesOf(server)}
          onSubmit={(values) => updateServer(server.id, inputOf(values))}
          onSaved={changed}
          savedMessage="Server saved"
        >
          <ServerFields passwordSetAt={server.passwordSetAt} models={models} confirmed={confirmed} />
        </Form>
      </PageBody>
      {testing ? (
        <TestSheet
          title="Test & Confirm"
          description={`${server.name}: signs in and looks at the mailbox. Nothing is changed there.`}
          url={`/api/streams/incoming-confirm/${server.id}`}
          steps={testSteps(server)}
          success="Confirmed: mails come in from now on."
          onDone={(ok) => ok && changed()}
          onClose={() => setTesting(false)}
        />
      ) : null}
      <ConfirmDialog
        open={resetting}
        onOpenChange={setResetting}
        title="Reset the confirmation?"
        description={`${server.name} is not fetched until you test and confirm it again. No mail is lost: it waits in the mailbox.`}
        confirmLabel="Reset confirmation"
        onConfirm={reset}
      />
    </>
  );
}

function FetchButton({ server }: { server: IncomingServerItem }) {
  const { fetching, fetch } = useFetchNow(server);
  if (server.type === 'push' || !server.active) return null;
  return (
    <Button variant="primary" loading={fetching} onClick={() => void fetch()}>
      <Download aria-hidden /> {fetching ? 'Fetching' : 'Fetch now'}
    </Button>
  );
}
