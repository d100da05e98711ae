import { describe } from 'vitest';
import { describeExports } from './exports-suite.ts';

describe('exports in the embedded database', () => describeExports(() => ({})));
