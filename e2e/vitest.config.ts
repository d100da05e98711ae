import { defineConfig } from 'vitest/config';

/** Tests that drive the built page in a real browser: `npx vitest run --config e2e/vitest.config.ts`, after `npm run build`. */
export default defineConfig({
  test: {
    include: ['e2e/**/*.e2e.ts'],
    // Made once a run and copied: making, loading and indexing takes longer than many a file's tests.
    globalSetup: 'e2e/keep-demos.ts',
    // Pages wait for their servers, and servers for the disk.
    maxWorkers: 3,
    // A browser on a busy machine now and then loses a moment: what fails twice is broken.
    retry: 1,
    testTimeout: 120_000,
    hookTimeout: 240_000,
  },
});
