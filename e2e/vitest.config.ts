import { defineConfig } from 'vitest/config';
import { beginWith } from '../test/longest-first.ts';

/** Tests that drive the built page in a real browser: `npx vitest run --config e2e/vitest.config.ts`, after `npm run build`. */
export default defineConfig({
  test: {
    include: ['e2e/**/*.e2e.ts'],
    // Made once a run and copied: making, loading and indexing takes longer than many a file's tests.
    globalSetup: 'e2e/keep-demos.ts',
    // A browser and its server are busy by turns: a third page only makes the other two late.
    maxWorkers: 2,
    sequence: {
      sequencer: beginWith(
        ['frame', 'account', 'audiences', 'explore', 'explore-ways', 'catalog', 'approvals'].map(
          (name) => `e2e/${name}.e2e.ts`,
        ),
      ),
    },
    // As long as the browser's own steps wait.
    expect: { poll: { timeout: 30_000 } },
    testTimeout: 240_000,
    hookTimeout: 480_000,
  },
});
