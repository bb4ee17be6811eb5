'use client';
import { useQuery } from '@tanstack/react-query';
import { FlaskConical, Send, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { EmptyState } from '#components/feedback/empty-state.tsx';
import { toast } from '#components/feedback/toaster.tsx';
import { PageHeader } from '#components/frame/page-header.tsx';
import { DataTable } from '#components/table/data-table.tsx';
import type { BulkAction, FilterDef, Selection } from '#components/table/list-types.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import type { InstanceItem } from '#lib/instance/instance-schema.ts';
import { sendForReal } from './actions.ts';
import { capturedColumns } from './captured-columns.tsx';
import { ClaimDialog } from './claim-dialog.tsx';
import { idsOfSelection } from './ids-of-selection.ts';
import { capturedQuery, instanceQuery } from './queries.ts';
import { counted } from './words-of-claim.ts';

const filters: FilterDef[] = [
  { key: 'createdAt', label: 'When', kind: 'date' },
  { key: 'messageId', label: 'Message-ID', kind: 'text', placeholder: '<id@host>' },
];

const bulkActions: BulkAction[] = [
  {
    id: 'send',
    label: (n) => `Send ${counted(n, 'mail')} for real`,
    icon: Send,
    confirm: (n) => ({
      title: `Send ${counted(n, 'mail')} for real?`,
      description:
        'They leave at once, as they were written, with the Message-ID they had. If the original database sent them too, their recipients get them once more.',
    }),
    run: send,
  },
];

/** What a copied database kept back, and the way to make it the installation's own. */
export function CapturedMail({ initial }: { initial: InstanceItem }) {
  const { data: instance } = useQuery({ ...instanceQuery, initialData: initial });
  const [asked, setAsked] = useState(false);
  const { capturing } = instance;
  return (
    <>
      <PageHeader
        title="Captured mail"
        badge={<CopyBadge instance={instance} />}
        description={capturing ? whileCapturing : afterwards}
        crumbs={[{ label: 'Settings' }, { label: 'Captured mail' }]}
        actions={
          capturing ? (
            <Button variant="primary" onClick={() => setAsked(true)}>
              Claim this database
            </Button>
          ) : null
        }
      />
      <DataTable
        label="Captured mail"
        noun={{ one: 'mail', many: 'mails' }}
        searchPlaceholder="Search subject, address"
        list={capturedQuery}
        rowId={(row) => String(row.id)}
        rowHref={(row) => `/sandbox?message=${row.id}`}
        filters={filters}
        columns={capturedColumns}
        bulkActions={capturing ? [] : bulkActions}
        empty={<NothingCaptured capturing={capturing} />}
      />
      <ClaimDialog instance={instance} open={asked} onOpenChange={setAsked} />
    </>
  );
}

const whileCapturing =
  'This database was copied or restored from another installation. Everything it would have sent is listed here, and its mailboxes are not fetched, until you claim it.';
const afterwards =
  'What was kept here while this database was a copy. Select mails to send them for real; the others stay in the sandbox.';

function CopyBadge({ instance }: { instance: InstanceItem }) {
  if (!instance.capturing) {
    return (
      <Badge tone="success" icon={ShieldCheck}>
        This database sends
      </Badge>
    );
  }
  return (
    <Badge tone="warning" icon={FlaskConical}>
      Copy: nothing leaves
    </Badge>
  );
}

function NothingCaptured({ capturing }: { capturing: boolean }) {
  return capturing ? (
    <EmptyState
      icon={FlaskConical}
      title="Nothing wanted to leave yet"
      description="Mail that this copy would have sent appears here: for whom, about what, and through which server."
    />
  ) : (
    <EmptyState
      icon={ShieldCheck}
      title="No mail was captured"
      description="This database belongs to this installation, so its mail leaves. In a copy of it, mail would be kept here."
    />
  );
}

async function send(chosen: Selection): Promise<boolean> {
  const ids = await idsOfSelection(chosen).catch(() => null);
  const result = ids && (await sendForReal({ ids }).catch(() => null));
  if (!result?.ok) {
    toast.error(result?.message ?? 'The server did not answer. Try again in a moment.');
    return false;
  }
  const { sent } = result.value;
  const rest = sent < chosen.count ? ' The others had left already; if more are shown, send them again.' : '';
  toast.success(`${counted(sent, 'mail goes', 'mails go')} out now.${rest}`);
  return true;
}
