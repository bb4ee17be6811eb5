'use client';
import { useState } from 'react';
import { toast } from '#components/feedback/toaster.tsx';
import { Button } from '#components/ui/button.tsx';
import { readSizeLimit } from '../actions.ts';

/** Asks the server itself how large a mail may be. */
export function ReadSizeButton({ serverId, onRead }: { serverId: number; onRead: () => void }) {
  const [asking, setAsking] = useState(false);
  const ask = async () => {
    setAsking(true);
    const result = await readSizeLimit(serverId);
    setAsking(false);
    if (!result.ok) {
      toast.error(result.message);
      return;
    }
    toast.success(`The server takes mails up to ${result.value.maxMessageSizeMb} MB`);
    onRead();
  };
  return (
    <Button onClick={() => void ask()} loading={asking}>
      Read the size limit
    </Button>
  );
}
