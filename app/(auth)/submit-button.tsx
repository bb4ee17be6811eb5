'use client';
import type { ReactNode } from 'react';
import { useFormContext } from 'react-hook-form';
import { Button } from '#components/ui/button.tsx';

/** The one button of the form around it, full width; it turns while the server answers. */
export function SubmitButton({ children, busy }: { children: ReactNode; busy?: boolean }) {
  const { isSubmitting } = useFormContext().formState;
  return (
    <Button type="submit" variant="primary" size="lg" className="w-full" loading={isSubmitting || busy}>
      {children}
    </Button>
  );
}
