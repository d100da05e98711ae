import { describe } from 'vitest';
import { describeAuditLog } from './audit-log-suite.ts';

describe('the audit log in the embedded database', () => describeAuditLog(() => ({})));
