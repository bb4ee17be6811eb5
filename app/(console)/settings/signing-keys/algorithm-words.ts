import type { DkimAlgorithm } from '#lib/core/enumerations.ts';

/** What the algorithms are called, and which one is for whom. */
export const algorithmWords: Record<DkimAlgorithm, { label: string; description: string }> = {
  'rsa-2048': { label: 'RSA, 2048 bits', description: 'Every receiver can check it. Take this one first.' },
  ed25519: {
    label: 'Ed25519',
    description: 'Short and fast, but not every receiver knows it: only beside an RSA key.',
  },
};
