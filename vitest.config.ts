import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source', 'node', 'module'] } },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'test/**/*.test.ts'],
    // chDB keeps one engine per process: files run in processes of their own; of three, one waits for the disk or a clock.
    pool: 'forks',
    // As the command has it, see its `bin`.
    execArgv: process.versions.node.startsWith('20.') ? ['--wasm-tiering-budget=36000000'] : [],
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
