import { describe } from 'vitest';
import { describeCatalogEdits } from './catalog-edits-suite.ts';

describe('edits of the catalog in the embedded database', () => describeCatalogEdits(() => ({})));
