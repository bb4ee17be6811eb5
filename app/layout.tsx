import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import { connection } from 'next/server';
import type { ReactNode } from 'react';
import { Providers } from './providers.tsx';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'PerfectWORK Mail', template: '%s · PerfectWORK Mail' },
  description: 'Mail servers, documents and conversations of your company in one place.',
  icons: { icon: '/icon.svg' },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fafafa' },
    { media: '(prefers-color-scheme: dark)', color: '#0b0b0d' },
  ],
};

/** The root of every page. `connection()` keeps pages dynamic: a page built ahead could not carry the request's nonce. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  await connection();
  const asked = await headers();
  return (
    <html lang="en" suppressHydrationWarning>
      <body className="min-h-dvh antialiased">
        <Providers nonce={asked.get('x-nonce') ?? undefined} locale={firstLocale(asked.get('accept-language'))}>
          {children}
        </Providers>
      </body>
    </html>
  );
}

/** The browser's preferred locale, so that server and browser write the same numbers. */
function firstLocale(header: string | null): string {
  const wanted = header?.split(',')[0]?.split(';')[0]?.trim() ?? '';
  try {
    return Intl.getCanonicalLocales(wanted)[0] ?? 'en';
  } catch {
    return 'en';
  }
}
