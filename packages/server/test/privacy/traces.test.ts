import { vi } from 'vitest';
import { describeTraces } from './traces-suite.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

describeTraces(() => ({}));
