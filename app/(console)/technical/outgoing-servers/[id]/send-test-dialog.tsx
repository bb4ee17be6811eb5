'use client';
import { useRef } from 'react';
import { z } from 'zod';
import { Form } from '#components/form/form.tsx';
import { TextField } from '#components/form/text-field.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose, DialogContent } from '#components/ui/dialog.tsx';
import { useNavigation } from '#components/ui/link.tsx';
import { sendServerTest } from '../actions.ts';

const schema = z.object({ to: z.string().regex(/^\S+@\S+$/, 'Write one email address.') });

interface SendTestDialogProps {
  server: { id: number; name: string };
  to: string;
  onClose: () => void;
}

/** Really sends one mail, then shows it: its verdict appears there. */
export function SendTestDialog({ server, to, onClose }: SendTestDialogProps) {
  const { push } = useNavigation();
  const sent = useRef<number | null>(null);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title="Send a test mail"
        description={`One short mail really leaves through ${server.name}. Its page shows what became of it.`}
        footer={
          <>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <Button type="submit" form="send-test" variant="primary">
              Send test mail
            </Button>
          </>
        }
      >
        <Form
          id="send-test"
          schema={schema}
          defaultValues={{ to }}
          guard={false}
          actions="none"
          savedMessage="The test mail is on its way"
          onSubmit={async (values) => {
            const result = await sendServerTest(server.id, values.to);
            if (result.ok) sent.current = result.value.emailId;
            return result;
          }}
          onSaved={() => push(`/technical/emails/${sent.current}`)}
        >
          <TextField name="to" label="To" autoFocus placeholder="anna@mycompany.example" />
        </Form>
      </DialogContent>
    </Dialog>
  );
}
