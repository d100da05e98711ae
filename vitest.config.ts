import { defineConfig } from 'vitest/config';
import { beginWith } from './test/longest-first.ts';

/** Packages that compute and keep nothing in their process: their files share one, and what it has loaded. */
const PURE = ['packages/model/test/**/*.test.ts', 'packages/web/test/**/*.test.ts'];

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source', 'node', 'module'] } },
  test: {
    // As the command has it, see its `bin`.
    execArgv: process.versions.node.startsWith('20.') ? ['--wasm-tiering-budget=36000000'] : [],
    // chDB keeps one engine per process: files run in processes of their own; of three, one waits for the disk or a clock.
    pool: 'forks',
    maxWorkers: 3,
    sequence: {
      sequencer: beginWith([
        'cli/test/killed-index-build.test.ts',
        'cli/test/killed-save.test.ts',
        'cli/test/privacy.test.ts',
        'lake/test/load/killed-load.test.ts',
        'cli/test/killed-export.test.ts',
        'cli/test/audit.test.ts',
        'cli/test/cli.test.ts',
        'testkit/test/conformance/chdb-conformance.test.ts',
        'engine/test/chdb/conformance.test.ts',
        'server/test/limits.test.ts',
        'server/test/store/embedded-failures.test.ts',
      ]),
    },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      { extends: true, test: { name: 'pure', include: PURE, isolate: false } },
      { extends: true, test: { name: 'unit', include: ['packages/*/test/**/*.test.ts', 'test/**/*.test.ts'], exclude: PURE } },
    ],
  },
});
