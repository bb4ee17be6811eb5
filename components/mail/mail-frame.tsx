'use client';
import { ImageOff } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { cn } from '../ui/cn.ts';
import { Skeleton } from '../ui/skeleton.tsx';

export interface MailFrameProps {
  /** Our own route that serves the body with its own Content-Security-Policy. */
  src: string;
  /** The same with outside pictures allowed; unset = the mail has none. */
  srcWithImages?: string;
  /** "Message of Anna about Order 12", for screen readers. */
  title: string;
  className?: string;
}

/**
 * A mail as its reader sees it, in a sandboxed frame: no script, no form, no same origin; links open in a new window.
 * Mails are written for white paper, so the ground stays white in dark mode. Fixed height: the frame cannot tell us its own.
 */
export function MailFrame({ src, srcWithImages, title, className }: MailFrameProps) {
  const [images, setImages] = useState(false);
  const [loaded, setLoaded] = useState(false);
  return (
    <div className={cn('flex h-140 max-h-[75dvh] flex-col overflow-hidden rounded-lg border', className)}>
      {srcWithImages && !images ? (
        <div className="flex flex-wrap items-center gap-2 border-b bg-canvas px-3 py-1.5 text-sm">
          <ImageOff aria-hidden className="size-4 text-muted-foreground" />
          <p className="min-w-0 flex-1 text-muted-foreground">
            Pictures from outside are not loaded: they would tell the sender that you read this.
          </p>
          <Button size="sm" onClick={() => setImages(true)}>
            Show images
          </Button>
        </div>
      ) : null}
      <div className="relative min-h-0 flex-1 bg-white">
        {loaded ? null : <FrameSkeleton />}
        <iframe
          key={images ? 'images' : 'plain'}
          src={images && srcWithImages ? srcWithImages : src}
          title={title}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          referrerPolicy="no-referrer"
          loading="lazy"
          onLoad={() => setLoaded(true)}
          className="absolute inset-0 size-full border-0"
        />
      </div>
    </div>
  );
}

function FrameSkeleton() {
  return (
    <div className="flex flex-col gap-3 bg-background p-5">
      <Skeleton className="w-1/3" />
      <Skeleton className="w-3/4" />
      <Skeleton className="w-2/3" />
    </div>
  );
}
