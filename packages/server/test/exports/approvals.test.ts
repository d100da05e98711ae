import { describe } from 'vitest';
import { describeApprovals } from './approvals-suite.ts';

describe('approvals of exports in the embedded database', () => describeApprovals(() => ({})));
