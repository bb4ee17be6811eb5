'use client';
import { useWatch } from 'react-hook-form';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { sanitiseLocalPart } from '#lib/mail/aliases/sanitise-local-part.ts';

interface AddressPreviewProps {
  /** Field that holds what stands before the @. */
  name: string;
  /** What stands after it; null while there is no email domain. */
  domain: string | null;
  /** What mails to it do: "become leads of this team". */
  does: string;
}

/** Under a field for an address: the address as it will be saved, what mails to it do, and a button that copies it. */
export function AddressPreview({ name, domain, does }: AddressPreviewProps) {
  const typed: string = useWatch({ name }) ?? '';
  const local = sanitiseLocalPart(typed);
  if (local === null || domain === null) return null;
  const address = `${local}@${domain}`;
  const isChanged = local !== typed.trim().split('@')[0];
  return (
    <div role="status" className="-mt-3 flex flex-col gap-1 text-sm">
      <p className="flex items-start gap-1">
        <span className="wrap-anywhere min-w-0 pt-1 text-muted-foreground">
          Mails to <strong className="font-medium text-foreground">{address}</strong> {does}.
        </span>
        <CopyButton value={address} label={`Copy ${address}`} className="shrink-0" />
      </p>
      {isChanged ? <p className="text-warning">{changedWords(local)}</p> : null}
    </div>
  );
}

function changedWords(local: string): string {
  const marks = local.includes('?') ? ' Each ? stands for a letter that has no place there: write it another way.' : '';
  return `Saved as “${local}”: addresses take no capitals, accents, blanks or dots at their ends.${marks}`;
}
