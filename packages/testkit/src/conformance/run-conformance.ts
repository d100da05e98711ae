import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkComparisonTable } from './check-comparison-table.ts';
import { checkMeasureTable } from './check-measure-table.ts';
import { checkRecencyTable, checkWindowTable } from './check-time-tables.ts';
import type { EngineUnderTest } from './engine-under-test.ts';

/** The document that says what conditions mean. */
export function readSemantics(): string {
  return readFileSync(new URL('../../../../docs/semantics.md', import.meta.url), 'utf8');
}

/** The suite that every engine runs (call it from a test file): the tables of `docs/semantics.md`, worked examples, laws. */
export function runConformance(subject: EngineUnderTest): void {
  const markdown = readSemantics();
  describe(`${subject.name}: tables of docs/semantics.md`, () => {
    it('compares values', async () => {
      expect(await checkComparisonTable(subject, markdown)).toBeGreaterThan(60);
    });
    it('measures events', async () => {
      expect(await checkMeasureTable(subject, markdown)).toBeGreaterThan(30);
    });
    it('resolves windows', async () => {
      expect(await checkWindowTable(subject, markdown)).toBeGreaterThan(20);
    });
    it('tells recency', async () => {
      expect(await checkRecencyTable(subject, markdown)).toBeGreaterThan(12);
    });
  });
}
