import type { ReactNode } from 'react';

export interface AuthCardProps {
  title: string;
  description?: ReactNode;
  children: ReactNode;
  footer?: ReactNode;
  /** Room for two fields side by side. */
  wide?: boolean;
}

/** The one card of a page before signing in. */
export function AuthCard({ title, description, children, footer, wide }: AuthCardProps) {
  return (
    <div className={`w-full ${wide ? 'max-w-xl' : 'max-w-sm'}`}>
      <section className="rounded-xl border bg-card p-6 text-card-foreground sm:p-8">
        <h1 className="font-medium text-xl">{title}</h1>
        {description ? <div className="mt-1.5 text-muted-foreground text-sm">{description}</div> : null}
        <div className="mt-2">{children}</div>
      </section>
      {footer ? <div className="mt-4 text-center text-muted-foreground text-sm">{footer}</div> : null}
    </div>
  );
}
