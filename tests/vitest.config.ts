import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    env: { TZ: 'Asia/Kathmandu' },
    passWithNoTests: false,
    testTimeout: 20_000,
    hookTimeout: 120_000,
    // A state is waited for as long as a busy machine may need; the second of Vitest's own is a timed test.
    expect: { poll: { timeout: 20_000 } },
    projects: [
      { extends: true, test: { name: 'architecture', include: ['tests/architecture.test.ts'] } },
      { extends: true, test: { name: 'unit', include: ['tests/unit/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'store',
          include: ['tests/store/**/*.test.ts'],
          globalSetup: ['tests/setup/template-database.ts'],
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        test: {
          name: 'flow',
          include: ['tests/flow/**/*.test.ts'],
          globalSetup: ['tests/setup/template-database.ts'],
          testTimeout: 120_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
