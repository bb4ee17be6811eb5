'use client';
import { FlaskConical } from 'lucide-react';
import { useQueryState } from 'nuqs';
import { EmptyState } from '#components/feedback/empty-state.tsx';
import { Banner } from '#components/frame/banner.tsx';
import { PageHeader } from '#components/frame/page-header.tsx';
import { cn } from '#components/ui/cn.ts';
import type { DocumentPlaces } from '../document-places.ts';
import { MessageList } from './message-list.tsx';
import { MessagePane } from './message-pane.tsx';

interface SandboxClientProps {
  /** Whether mail of this installation ends here at present. */
  takesOurMail: boolean;
  /** 0: it does not listen. */
  port: number;
  places: DocumentPlaces;
}

/** A mail program in two panes; on phones one at a time. Which mail is open stands in the address. */
export function SandboxClient({ takesOurMail, port, places }: SandboxClientProps) {
  const [open, setOpen] = useQueryState('message', { history: 'push' });
  const id = Number(open) || null;
  return (
    <>
      {takesOurMail ? null : (
        <Banner tone="info">
          Mail goes out through your servers now, not here. The sandbox still keeps what programs on this machine send
          to it, and nothing of that leaves.
        </Banner>
      )}
      <PageHeader
        title="Sandbox"
        description="What your recipients would see. Nothing here leaves this machine, and you can answer in their place."
        crumbs={[{ label: 'Sandbox' }]}
        className={cn(id && 'max-md:hidden')}
      />
      <div className="grid min-w-0 flex-1 border-t md:grid-cols-[minmax(16rem,22rem)_minmax(0,1fr)]">
        <MessageList
          open={id}
          onOpen={(next) => void setOpen(String(next))}
          port={port}
          className={cn(id && 'max-md:hidden')}
        />
        <div className={cn('min-w-0 md:border-l', id ? null : 'max-md:hidden')}>
          {id ? (
            <MessagePane key={id} id={id} places={places} onBack={() => void setOpen(null)} />
          ) : (
            <EmptyState
              icon={FlaskConical}
              title="No mail is open"
              description="Choose one at the left to read it as its recipient."
            />
          )}
        </div>
      </div>
    </>
  );
}
