import { ConfirmDialog } from '#components/feedback/confirm-dialog.tsx';
import type { IncomingMailDetail } from '#lib/mail/incoming/incoming-mail-schema.ts';
import type { DocumentPlaces } from '../../../document-places.ts';
import { assignMail, blockSenderOf, createFromMail, discardMail, replayMail } from '../actions.ts';
import { AssignDialog } from '../assign-dialog.tsx';

export type AskedAction =
  | { kind: 'assign' }
  | { kind: 'block' | 'discard' | 'replay' }
  | { kind: 'create'; model: string };
export type MailResult =
  | { ok: true; value: { outcome: string; reason: string } | undefined }
  | { ok: false; message: string };

interface ActionDialogsProps {
  mail: IncomingMailDetail;
  places: DocumentPlaces;
  creatable: readonly { value: string; label: string }[];
  asked: AskedAction | null;
  onClose: () => void;
  /** Does it and says what came of it; answers whether it went through. */
  run: (work: Promise<MailResult>, words?: string) => Promise<boolean>;
}

interface Question {
  title: string;
  description: string;
  confirmLabel: string;
  danger?: boolean;
  onConfirm: () => Promise<boolean>;
}

/** Asks before anything is done with a mail, and says what will happen. */
export function ActionDialogs(props: ActionDialogsProps) {
  const { mail, places, asked, onClose, run } = props;
  const close = (open: boolean) => !open && onClose();
  if (asked === null) return null;
  if (asked.kind === 'assign') {
    return (
      <AssignDialog
        count={1}
        places={places}
        open
        onOpenChange={close}
        onAssign={(document) => run(assignMail(mail.id, document), 'Posted on the document')}
      />
    );
  }
  return <ConfirmDialog open onOpenChange={close} {...questionOf(asked, props)} />;
}

function questionOf(asked: Exclude<AskedAction, { kind: 'assign' }>, props: ActionDialogsProps): Question {
  const { mail, creatable, run } = props;
  switch (asked.kind) {
    case 'replay':
      return {
        title: 'Replay this mail?',
        description:
          'It goes through the rules again, as they stand now: a document may be created, a reply posted, the sender answered.',
        confirmLabel: 'Replay mail',
        onConfirm: () => run(replayMail(mail.id)),
      };
    case 'create': {
      const label = creatable.find(({ value }) => value === asked.model)?.label.toLowerCase() ?? asked.model;
      return {
        title: `Create a ${label} of this mail?`,
        description: `A new ${label} gets the subject as its name and the mail as its first message. ${mail.from ?? 'The sender'} is not answered.`,
        confirmLabel: `Create ${label}`,
        onConfirm: () => run(createFromMail(mail.id, asked.model), `The ${label} is created`),
      };
    }
    case 'discard':
      return {
        title: 'Discard this mail?',
        description: 'Nothing more is done with it. It stays in this log, and can be replayed or assigned later.',
        confirmLabel: 'Discard mail',
        danger: true,
        onConfirm: () => run(discardMail(mail.id) as Promise<MailResult>, 'Discarded'),
      };
    case 'block':
      return {
        title: 'Block this sender?',
        description: `Further mails from ${mail.from} are spam: they stay in this log and go nowhere else. What came before stays as it is.`,
        confirmLabel: 'Block sender',
        danger: true,
        onConfirm: () => run(blockSenderOf(mail.id) as Promise<MailResult>, 'Sender blocked'),
      };
  }
}
