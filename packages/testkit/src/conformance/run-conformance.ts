import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkComparisonTable } from './check-comparison-table.ts';
import { checkLaws } from './check-laws.ts';
import { checkMeasureTable } from './check-measure-table.ts';
import { checkPanels } from './check-panels.ts';
import { checkPortrait } from './check-portrait.ts';
import { checkRecencyTable, checkWindowTable } from './check-time-tables.ts';
import { askMembers, type EngineUnderTest, type OpenWorld } from './engine-under-test.ts';
import { baseExamples } from './examples-base.ts';
import { dateExamples } from './examples-dates.ts';
import { eventExamples } from './examples-events.ts';
import { sequenceExamples } from './examples-sequence.ts';

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
  for (const { name, world, examples } of [baseExamples, dateExamples, eventExamples, sequenceExamples]) {
    describe(`${subject.name}: ${name}`, () => {
      let open: OpenWorld;
      beforeAll(async () => {
        open = await subject.open(world);
      });
      afterAll(() => open.close());
      it.each(examples)('$says', async ({ definition, asOf, members }) => {
        expect(await askMembers(open, definition, asOf === undefined ? undefined : Date.parse(asOf))).toEqual(members);
      });
    });
  }
  it(`${subject.name}: panels and pages of members`, () => checkPanels(subject));
  it(`${subject.name}: portraits and overlaps`, () => checkPortrait(subject));
  describe(`${subject.name}: laws`, () => {
    it.each([1, 2, 3, 4])('hold on random world %i', async (seed) => {
      expect(await checkLaws(subject, seed)).toBeGreaterThan(0);
    });
  });
}
