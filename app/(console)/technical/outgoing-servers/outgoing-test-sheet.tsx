'use client';
import { TestSheet } from '../_servers/test-sheet.tsx';

const steps = [
  { key: 'dns', label: 'Find the host (DNS)' },
  { key: 'tcp', label: 'Connect (TCP)' },
  { key: 'tls', label: 'Encrypt (TLS)' },
  { key: 'ehlo', label: 'Greet (EHLO)' },
  { key: 'auth', label: 'Sign in (AUTH)' },
  { key: 'mail', label: 'Announce the sender (MAIL FROM)' },
  { key: 'rcpt', label: 'Announce the recipient (RCPT TO)' },
];

interface OutgoingTestSheetProps {
  server: { id: number; name: string };
  onClose: () => void;
  /** Where a mail can be sent through the server: what to do after a test that went well. */
  onSendMail?: () => void;
}

/** Test Connection of an outgoing server. */
export function OutgoingTestSheet({ server, onClose, onSendMail }: OutgoingTestSheetProps) {
  return (
    <TestSheet
      title="Test connection"
      description={`${server.name}: every step up to the recipient. Nothing is sent.`}
      url={`/api/streams/outgoing-test/${server.id}`}
      steps={steps}
      success="The server takes mail from us. Send a test mail to see one arrive."
      next={onSendMail && { label: 'Send a test mail', run: onSendMail }}
      onClose={onClose}
    />
  );
}
