import { describe } from 'vitest';
import { describeSecondFactor } from './second-factor-suite.ts';

describe('second factors in the embedded database', () => describeSecondFactor(() => ({})));
