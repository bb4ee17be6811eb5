'use client';
import { Inbox, Mail } from 'lucide-react';
import { z } from 'zod';
import { Form } from '#components/form/form.tsx';
import { RadioCards } from '#components/form/radio-cards.tsx';
import { RelationField } from '#components/form/relation-field.tsx';
import { Section } from '#components/form/section.tsx';
import { SwitchField } from '#components/form/switch-field.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { useNavigation } from '#components/ui/link.tsx';
import { notificationPreferences } from '#lib/core/enumerations.ts';
import type { Preferences } from '#lib/users/read-preferences.ts';
import { savePreferences } from './actions.ts';
import { searchTimeZones } from './time-zones.ts';

const schema = z.object({
  name: z.string().trim().min(1, 'Write your name.').max(200, 'Use at most 200 characters.'),
  notification: z.enum(notificationPreferences),
  timeZone: z.string().nullable(),
  alertMails: z.boolean(),
  signature: z
    .string()
    .max(20_000, 'Use at most 20 000 characters.')
    .transform((text) => text.trim() || null),
});

const cards = [
  {
    value: 'email',
    label: 'By email',
    description: 'Each message you follow comes to your mailbox; you answer from there.',
    icon: <Mail aria-hidden />,
  },
  {
    value: 'inbox',
    label: 'In the Inbox',
    description: 'Messages wait for you here; nothing is mailed to you.',
    icon: <Inbox aria-hidden />,
  },
];

interface PreferencesFormProps {
  me: Pick<Preferences, 'name' | 'notification' | 'timeZone' | 'signature' | 'alertMails'>;
  isAdministrator: boolean;
}

/** Name, notifications, time zone and signature. */
export function PreferencesForm({ me, isAdministrator }: PreferencesFormProps) {
  const { refresh } = useNavigation();
  return (
    <Form
      schema={schema}
      defaultValues={{ ...me, signature: me.signature ?? '' }}
      onSubmit={(values) => savePreferences(values)}
      onSaved={refresh}
      savedMessage="Preferences saved"
    >
      <Section title="You" description="Your name stands in the From of your mails.">
        <TextField name="name" label="Name" autoComplete="name" />
        <RelationField
          name="timeZone"
          label="Time zone"
          help="Times are shown in it. Without one, your browser's counts."
          queryKey={['time-zones']}
          search={searchTimeZones}
          placeholder="As this browser"
          idOnly
          initial={me.timeZone ? { id: me.timeZone, label: me.timeZone.replaceAll('_', ' ') } : null}
          clearable
        />
      </Section>
      <Section title="Notifications" description="How messages of documents you follow reach you.">
        <RadioCards name="notification" label="Notify me" options={cards} />
        {isAdministrator ? (
          <SwitchField
            name="alertMails"
            label="Alerts by mail"
            help="What keeps mail from leaving or coming in, and lasts longer than two minutes: one mail in 15 minutes at most."
          />
        ) : null}
      </Section>
      <Section title="Signature" description="Stands under the messages you send.">
        <TextField
          name="signature"
          label="Signature"
          help="Plain text or simple HTML, such as <b>Anna</b><br>Sales."
          multiline
          rows={5}
          mono
        />
      </Section>
    </Form>
  );
}
