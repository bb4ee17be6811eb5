'use client';
import { useSyncExternalStore } from 'react';
import { useFormats } from './locale.tsx';
import { relativeWords } from './relative-words.ts';
import { Tooltip } from './tooltip.tsx';

export interface RelativeTimeProps {
  /** Instant: Date, ISO 8601 string or milliseconds. */
  value: Date | string | number;
  className?: string;
}

/**
 * "3 min ago" with the exact time on hover and focus, in the user's zone and format. Ticks by itself.
 * The server's words stay until the browser's first tick, so hydration never complains.
 */
export function RelativeTime({ value, className }: RelativeTimeProps) {
  const formats = useFormats();
  const at = new Date(value);
  const now = useSyncExternalStore(subscribe, readMinute, readMinute);
  if (Number.isNaN(at.getTime())) return null;
  const nearNow = Math.abs(Date.now() - at.getTime()) < 120_000 ? Date.now() : now;
  return (
    <Tooltip content={<ExactTime value={at} />}>
      <time dateTime={at.toISOString()} className={className} suppressHydrationWarning>
        {relativeWords(at, nearNow, formats.locale, formats.timeZone)}
      </time>
    </Tooltip>
  );
}

/**
 * The full date and time with zone, as the hover of `RelativeTime` shows it. Who chose no zone gets that of the browser;
 * the server does not know it and says UTC.
 */
export function ExactTime({ value }: { value: Date | string | number }) {
  const { locale, timeZone: chosen } = useFormats();
  const isServer = useSyncExternalStore(never, no, yes);
  const timeZone = chosen ?? (isServer ? 'UTC' : undefined);
  const text = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'long', timeZone }).format(
    new Date(value),
  );
  return (
    <span className="tabular-nums" suppressHydrationWarning>
      {text}
    </span>
  );
}

const never = () => () => undefined;
const yes = () => true;
const no = () => false;

const tick = 20_000;

function subscribe(changed: () => void) {
  const timer = setInterval(changed, tick);
  return () => clearInterval(timer);
}

function readMinute() {
  return Math.floor(Date.now() / tick) * tick;
}
