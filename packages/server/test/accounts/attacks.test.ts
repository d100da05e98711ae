import { describe } from 'vitest';
import { describeAttacks } from './attacks-suite.ts';

describe('attacks on accounts in the embedded database', () => describeAttacks(() => ({})));
