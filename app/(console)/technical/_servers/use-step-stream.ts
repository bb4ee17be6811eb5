'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Step } from '#components/feedback/step-list.tsx';

/** One step as the server tells it. */
interface ToldStep {
  step: string;
  ok: boolean;
  reply: string;
  hint: string | null;
}

type Line = { step: ToldStep } | { ok: boolean } | { error: string };

export interface StepStream {
  steps: Step[];
  running: boolean;
  /** Null until it is over. */
  ok: boolean | null;
  /** Why it could not be tested at all. */
  error: string | null;
  start: () => void;
}

/**
 * Runs a test of a server and shows its steps as they are done; leaving the page ends it.
 * @param names the steps in order, with their words
 */
export function useStepStream(url: string, names: readonly { key: string; label: string }[]): StepStream {
  const [told, setTold] = useState<ToldStep[]>([]);
  const [running, setRunning] = useState(false);
  const [ok, setOk] = useState<boolean | null>(null);
  const [error, setError] = useState<string | null>(null);
  const leaving = useRef<AbortController | null>(null);
  useEffect(() => () => leaving.current?.abort(), []);

  const start = useCallback(async () => {
    leaving.current?.abort();
    const current = new AbortController();
    leaving.current = current;
    setTold([]);
    setOk(null);
    setError(null);
    setRunning(true);
    try {
      for await (const line of readLines(url, current.signal)) {
        if ('step' in line) setTold((before) => [...before, line.step]);
        else if ('error' in line) setError(line.error);
        else setOk(line.ok);
      }
    } catch {
      if (!current.signal.aborted) setError('The connection to the console broke off. Test again.');
    }
    if (!current.signal.aborted) setRunning(false);
  }, [url]);

  return { steps: names.map((name, index) => shown(name, index, told, running)), running, ok, error, start };
}

function shown(
  { key, label }: { key: string; label: string },
  index: number,
  told: ToldStep[],
  running: boolean,
): Step {
  const found = told.find(({ step }) => step === key);
  if (!found) {
    const isNext = running && index === told.length && told.every(({ ok }) => ok);
    return { step: label, state: isNext ? 'running' : 'waiting' };
  }
  const { ok, reply, hint } = found;
  if (!ok) return { step: label, state: 'failed', reply, hint };
  const isLong = reply.includes('\n') || reply.length > 140;
  return {
    step: label,
    state: 'ok',
    summary: hint ?? (isLong ? undefined : reply),
    reply: isLong || hint ? reply : undefined,
  };
}

async function* readLines(url: string, signal: AbortSignal): AsyncGenerator<Line> {
  const response = await fetch(url, { method: 'POST', signal });
  if (!response.ok || !response.body) {
    const problem = await response.json().catch(() => null);
    yield { error: problem?.detail ?? `The server answered ${response.status}. Test again.` };
    return;
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const parts = (rest + part.value).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) yield JSON.parse(line);
  }
}
