import type { ReactNode } from 'react';

/** Pages before signing in: one card in the middle of a calm page. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className="flex min-h-dvh flex-col items-center bg-canvas px-4 py-10 sm:justify-center">
      <div className="mb-6 flex items-center gap-2.5">
        {/* biome-ignore lint/performance/noImgElement: a small local vector needs no optimiser */}
        <img src="/icon.svg" alt="" className="size-7" />
        <span className="font-medium text-lg">PerfectWORK Mail</span>
      </div>
      {children}
    </main>
  );
}
