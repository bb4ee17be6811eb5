'use client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import NextLink from 'next/link';
import { usePathname, useRouter } from 'next/navigation';
import { ThemeProvider } from 'next-themes';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { type ReactNode, useMemo, useState } from 'react';
import { Toaster } from '#components/feedback/toaster.tsx';
import { NavigationProvider } from '#components/ui/link.tsx';
import { LocaleProvider } from '#components/ui/locale.tsx';
import { TooltipProvider } from '#components/ui/tooltip.tsx';

interface ProvidersProps {
  /** The nonce of this answer's Content-Security-Policy: the theme script needs it. */
  nonce?: string;
  /** BCP 47 tag the numbers and dates are written in. */
  locale: string;
  children: ReactNode;
}

/** Everything the screens share in the browser: theme, queries, URL state, navigation, formats, tooltips, toasts. */
export function Providers({ nonce, locale, children }: ProvidersProps) {
  const [queries] = useState(createQueryClient);
  return (
    <ThemeProvider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange nonce={nonce}>
      <QueryClientProvider client={queries}>
        <NuqsAdapter>
          <Navigation>
            <LocaleProvider locale={locale}>
              <TooltipProvider>
                {children}
                <Toaster />
              </TooltipProvider>
            </LocaleProvider>
          </Navigation>
        </NuqsAdapter>
      </QueryClientProvider>
    </ThemeProvider>
  );
}

function Navigation({ children }: { children: ReactNode }) {
  const router = useRouter();
  const pathname = usePathname();
  const value = useMemo(
    () => ({ Link: NextLink, pathname, push: router.push, replace: router.replace, refresh: router.refresh }),
    [router, pathname],
  );
  return <NavigationProvider value={value}>{children}</NavigationProvider>;
}

function createQueryClient() {
  return new QueryClient({ defaultOptions: { queries: { staleTime: 10_000, retry: 1 } } });
}
