'use client';
import { FoldedSection } from '#components/form/folded-section.tsx';
import { NumberField } from '#components/form/number-field.tsx';
import { FieldRow, Section } from '#components/form/section.tsx';
import { SwitchField } from '#components/form/switch-field.tsx';

/** How much the server takes. */
export function LimitsSection({ action, usage }: { action?: React.ReactNode; usage?: React.ReactNode }) {
  return (
    <Section title="Limits" description="Mail above a limit waits for the next minute or day. It does not fail.">
      <FieldRow>
        <NumberField name="perMinuteLimit" label="Mails a minute" optional unit="mails" placeholder="120" />
        <NumberField name="perDayLimit" label="Mails a day" optional unit="mails" placeholder="2000" />
      </FieldRow>
      {usage}
      <div className="grid items-end justify-items-start gap-3 @md:grid-cols-2">
        <NumberField
          name="maxMessageSizeMb"
          label="Largest mail"
          help="Attachments of larger mails become download links."
          optional
          unit="MB"
          decimal
          placeholder="25"
        />
        {action}
      </div>
    </Section>
  );
}

/** What most people never change. */
export function AdvancedSection() {
  return (
    <FoldedSection description="Connections at once, and a log for finding faults.">
      <NumberField
        name="concurrency"
        label="Connections at once"
        help="Shared by all workers; many providers refuse more than a few. From two on, mailings leave some of them free for other mail."
        unit="connections"
      />
      <SwitchField
        name="debugLog"
        label="Keep every dialogue"
        help="The whole conversation with the server is kept with each attempt, passwords left out."
      />
    </FoldedSection>
  );
}
