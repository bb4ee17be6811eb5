'use client';
import { createContext, type ReactNode, use, useMemo } from 'react';

interface Formats {
  /** BCP 47 tag. */
  locale: string;
  /** IANA zone; unset = the browser's. */
  timeZone?: string;
}

const LocaleContext = createContext<Formats>({ locale: 'en' });

/** How numbers and times are written below this point: browser's locale at the root, the user's preference inside the console. */
export function LocaleProvider({ locale, timeZone, children }: Formats & { children: ReactNode }) {
  const value = useMemo(() => ({ locale, timeZone }), [locale, timeZone]);
  return <LocaleContext value={value}>{children}</LocaleContext>;
}

/** The user's locale and time zone. */
export function useFormats(): Formats {
  return use(LocaleContext);
}
