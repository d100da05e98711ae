import { describe } from 'vitest';
import { describeAudit } from './audit-suite.ts';

describe('the audit log over HTTP, in the embedded database', () => describeAudit(() => ({})));
