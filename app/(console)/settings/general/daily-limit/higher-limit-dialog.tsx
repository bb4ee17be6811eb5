'use client';
import { useState } from 'react';
import { toast } from '#components/feedback/toaster.tsx';
import { Button } from '#components/ui/button.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { gatherLimitRequest } from './actions.ts';

/** Gathers what support wants to know before it raises the limit, to be copied. */
export function HigherLimitDialog() {
  const [text, setText] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const gather = async () => {
    setBusy(true);
    const result = await gatherLimitRequest();
    setBusy(false);
    if (result.ok) setText(result.value.text);
    else toast.error(result.message);
  };
  return (
    <>
      <Button size="sm" loading={busy} onClick={() => void gather()}>
        Ask for a higher limit
      </Button>
      <Dialog open={text !== null} onOpenChange={(open) => (open ? undefined : setText(null))}>
        <DialogContent
          size="lg"
          title="Ask for a higher limit"
          description="Send this to support: it is what they look at. Nothing was sent yet."
          footer={
            <CopyButton value={text ?? ''} label="Copy the request" variant="primary" size="md">
              Copy
            </CopyButton>
          }
        >
          <CodeBlock code={text ?? ''} label="request" />
        </DialogContent>
      </Dialog>
    </>
  );
}
