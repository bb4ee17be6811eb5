'use client';
import { CircleCheck, CircleX, Info, TriangleAlert } from 'lucide-react';
import { useTheme } from 'next-themes';
import { Toaster as Sonner, toast as sonnerToast } from 'sonner';
import { Spinner } from '../ui/spinner.tsx';

/** Where toasts appear. Mounted once, in `app/providers.tsx`. */
export function Toaster() {
  const { resolvedTheme } = useTheme();
  return (
    <Sonner
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      position="bottom-right"
      closeButton
      gap={8}
      icons={{
        success: <CircleCheck aria-hidden className="size-4 text-success" />,
        error: <CircleX aria-hidden className="size-4 text-danger" />,
        warning: <TriangleAlert aria-hidden className="size-4 text-warning" />,
        info: <Info aria-hidden className="size-4 text-info" />,
        loading: <Spinner />,
      }}
      style={{ fontFamily: 'inherit' }}
      toastOptions={{
        style: {
          background: 'var(--popover)',
          color: 'var(--foreground)',
          border: '1px solid var(--border)',
          borderRadius: 8,
          fontSize: 13,
          boxShadow: 'var(--shadow-pop)',
        },
      }}
    />
  );
}

/** `toast.success('12 mails are queued again')`, `toast.error(message)`; with `{ action: { label: 'Undo', onClick } }`. */
export const toast = sonnerToast;
