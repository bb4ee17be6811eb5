import { CodeBlock } from '#components/ui/code-block.tsx';
import type { DnsRecord } from '#lib/mail/dkim/dns-record.ts';
import { Unfold } from '../../unfold.tsx';

/** A DNS record, part by part as providers' forms ask for it, and as a line of a zone file. */
export function RecordToPublish({ record }: { record: DnsRecord }) {
  return (
    <div className="flex flex-col gap-3">
      <p className="text-muted-foreground text-sm">
        Add this {record.type} record at the provider of the domain's DNS. Until it is published, receivers treat the
        signature as if there were none.
      </p>
      <Part label="Name" code={record.name} />
      <Part label={record.type === 'TXT' ? 'Value' : 'Points to'} code={record.value} />
      {record.type === 'TXT' ? (
        <Unfold label="As a line of a zone file">
          <p className="mb-2 text-muted-foreground text-sm">
            One text of a record holds 255 characters at most; longer ones are written in pieces.
          </p>
          <CodeBlock code={record.zoneLine} label="line of the zone file" />
        </Unfold>
      ) : null}
    </div>
  );
}

function Part({ label, code }: { label: string; code: string }) {
  return (
    <div className="flex flex-col gap-1">
      <p className="font-medium text-sm">{label}</p>
      <CodeBlock code={code} label={label.toLowerCase()} />
    </div>
  );
}
