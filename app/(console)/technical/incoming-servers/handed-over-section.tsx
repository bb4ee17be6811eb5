import { Section } from '#components/form/section.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';

const ways = [
  {
    label: 'Start of the product',
    words: 'The product listens where the operator says so. Without a port only programs hand mail over.',
    code: 'MAIL_IN_PORT=2003 npm start',
  },
  {
    label: 'Postfix, main.cf',
    words: 'A mail server of yours delivers a whole domain. It asks us at RCPT who exists.',
    code: 'virtual_mailbox_domains = mycompany.example\nvirtual_transport = lmtp:inet:127.0.0.1:2003',
  },
  {
    label: 'Postfix, /etc/aliases',
    words: 'A single address, through a program on the same machine.',
    code: 'sales: "|npm --silent --prefix /opt/perfectwork-mail run pipe-mail -- --to sales@mycompany.example"',
  },
];

/** What to write into a mail server so that its mails come here. */
export function HandedOverSection() {
  return (
    <Section
      title="How mails are handed over"
      description="Known recipients are aliases, catchall, bounce, and the address below. Mails for others are refused before they are sent."
    >
      {ways.map(({ label, words, code }) => (
        <div key={label} className="flex flex-col gap-1.5">
          <h3 className="font-medium text-sm">{label}</h3>
          <p className="text-muted-foreground text-sm">{words}</p>
          <CodeBlock code={code} label={label} />
        </div>
      ))}
    </Section>
  );
}
