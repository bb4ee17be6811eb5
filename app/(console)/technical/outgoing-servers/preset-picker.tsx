'use client';
import { PenLine } from 'lucide-react';
import type { OutgoingPreset } from '#lib/mail/servers/outgoing-presets.ts';

interface PresetPickerProps {
  presets: readonly OutgoingPreset[];
  /** Null: another server, all fields by hand. */
  onPick: (preset: OutgoingPreset | null) => void;
}

/** The first step of a new server: whose server is it? */
export function PresetPicker({ presets, onPick }: PresetPickerProps) {
  return (
    <section aria-labelledby="presets">
      <h2 id="presets" className="mb-3 font-medium text-base">
        Whose server is it?
      </h2>
      <ul className="grid gap-2 @lg:grid-cols-2 @4xl:grid-cols-3">
        {presets.map((preset) => (
          <li key={preset.key}>
            <PresetCard name={preset.name} note={preset.host} onPick={() => onPick(preset)}>
              <span aria-hidden className={mark}>
                {monograms[preset.key] ?? preset.name.slice(0, 2).toUpperCase()}
              </span>
            </PresetCard>
          </li>
        ))}
        <li>
          <PresetCard name="Another server" note="Fill in everything yourself" onPick={() => onPick(null)}>
            <span className={`${mark} border-dashed`}>
              <PenLine aria-hidden className="size-4" />
            </span>
          </PresetCard>
        </li>
      </ul>
    </section>
  );
}

/** Two letters on grey, no two alike: a provider's logo is the provider's. */
const monograms: Record<string, string> = {
  gmail: 'GM',
  'google-relay': 'GW',
  office365: 'M3',
  outlook: 'OL',
  sendgrid: 'SG',
  ses: 'SE',
  mailgun: 'MG',
  postmark: 'PM',
  mailjet: 'MJ',
  brevo: 'BR',
  mailchimp: 'MC',
  postfix: 'PF',
};

const mark =
  'flex size-9 shrink-0 items-center justify-center rounded-md border bg-muted font-medium text-muted-foreground text-sm';

function PresetCard(props: { name: string; note: string; onPick: () => void; children: React.ReactNode }) {
  return (
    <button
      type="button"
      onClick={props.onPick}
      className="flex h-full w-full items-center gap-3 rounded-lg border border-input bg-background p-3 text-left transition-colors hover:border-foreground/50 hover:bg-canvas"
    >
      {props.children}
      <span className="min-w-0">
        <span className="block truncate font-medium text-sm">{props.name}</span>
        <span className="block truncate text-muted-foreground text-xs">{props.note}</span>
      </span>
    </button>
  );
}
