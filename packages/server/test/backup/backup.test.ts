import { describe, vi } from 'vitest';
import { describeBackup } from './backup-suite.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

describe('a workspace with the embedded database', () =>
  describeBackup(
    () => ({}),
    () => ({}),
  ));
