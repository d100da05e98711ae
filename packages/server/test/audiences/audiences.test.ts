import { describe } from 'vitest';
import { describeSavedAudiences } from './saved-audiences-suite.ts';

describe('saved audiences in the embedded database', () => describeSavedAudiences(() => ({})));
