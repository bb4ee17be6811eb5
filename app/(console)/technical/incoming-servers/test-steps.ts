import type { IncomingServerItem } from '#lib/mail/servers/incoming-server-schema.ts';

interface NamedStep {
  key: string;
  label: string;
}

const dns = { key: 'dns', label: 'Find the host (DNS)' };
const tcp = { key: 'tcp', label: 'Connect (TCP)' };
const tls = { key: 'tls', label: 'Encrypt (TLS)' };
const login = { key: 'login', label: 'Sign in' };

/** The steps of *Test & Confirm*, in the order they are done. */
export function testSteps({ type, encryption }: Pick<IncomingServerItem, 'type' | 'encryption'>): NamedStep[] {
  if (type === 'push') return [];
  if (type === 'imap') return [dns, tcp, tls, login, { key: 'folder', label: 'Open the folder' }];
  const greeting = [
    { key: 'greeting', label: 'Hear the greeting' },
    { key: 'capa', label: 'Ask what it can (CAPA)' },
  ];
  // With STARTTLS both sides talk before they encrypt.
  const order = encryption.startsWith('tls') ? [tls, ...greeting] : [...greeting, tls];
  return [dns, tcp, ...order, login, { key: 'list', label: 'List the mails (UIDL)' }];
}
