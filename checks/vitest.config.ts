import { defineConfig } from 'vitest/config';
import { beginWith } from '../test/longest-first.ts';

export default defineConfig({
  test: {
    include: ['checks/**/*.check.ts'],
    globalSetup: 'checks/install-postgresql.ts',
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: beginWith(['demo.check.ts', 'postgresql-store.check.ts', 'online-retail.check.ts']) },
    expect: { poll: { timeout: 30_000 } },
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
