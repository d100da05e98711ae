import { describe } from 'vitest';
import { describeAccounts } from './accounts-suite.ts';

describe('accounts in the embedded database', () => describeAccounts(() => ({})));
