import { defineConfig } from 'vitest/config';
import { beginWith } from './test/longest-first.ts';

/** Files that may follow one another in one process, and have what it has loaded already: in all servers but the first it is half the work. */
const SHARING = {
  server: ['packages/server/test/**/*.test.ts'],
  values: ['packages/model/test/**/*.test.ts', 'packages/web/test/**/*.test.ts'],
};

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
      ]),
    },
    testTimeout: 180_000,
    hookTimeout: 240_000,
    // What is waited for comes at once, or late on a busy machine: a second says nothing.
    expect: { poll: { timeout: 20_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['packages/*/test/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: Object.values(SHARING).flat(),
        },
      },
      ...Object.entries(SHARING).map(([name, include]) => ({
        extends: true as const,
        test: { name, include, isolate: false },
      })),
    ],
  },
});
