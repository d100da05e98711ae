import type { PanelData } from '@silhouette/engine';
import {
  compareCodePoints,
  type PlainDefinition,
  type Question,
  ReferenceEngine,
  randomAsOfs,
  randomDefinitions,
  sampleValues,
} from '@silhouette/engine';
import fc from 'fast-check';
import { expect } from 'vitest';
import { comparePortraits } from '../differential/compare-portraits.ts';
import { toReferenceData } from '../world/to-reference-data.ts';
import { worldArbitrary } from '../world/world-arbitrary.ts';
import { checkOrdinals } from './check-ordinals.ts';
import { askMembers, buildQuestion, type EngineUnderTest, type OpenWorld } from './engine-under-test.ts';

const PAIRS_PER_WORLD = 8;

/** Laws of sets on a random world: whatever conditions mean, these hold. Answers how many pairs were asked. */
export async function checkLaws(subject: EngineUnderTest, seed: number): Promise<number> {
  const [world] = fc.sample(worldArbitrary(), { seed, numRuns: 1 });
  if (world === undefined) throw new RangeError('fast-check drew no world.');
  const data = toReferenceData(world);
  const samples = sampleValues(data, seed);
  const definitions = await randomDefinitions(data.catalog, samples, seed, 2 * PAIRS_PER_WORLD);
  const asOfs = await randomAsOfs(data.catalog, samples, data.asOfMs, seed, PAIRS_PER_WORLD);
  const open = await subject.open(world);
  const reference = new ReferenceEngine(async () => data);
  try {
    for (const [index, asOfMs] of asOfs.entries()) {
      const [a, b] = [definitions[2 * index], definitions[2 * index + 1]];
      if (a === undefined || b === undefined) continue;
      await checkPair(open, a, b, asOfMs, `seed ${seed}, ${JSON.stringify([a, b])} as of ${new Date(asOfMs).toISOString()}`);
      const told = `seed ${seed}, ${JSON.stringify(a)} as of ${new Date(asOfMs).toISOString()}`;
      await checkAnswers(open, reference, a, asOfMs, told);
      await checkOrdinals(open, data, a, asOfMs, told);
      await checkScope(
        open,
        reference,
        { ...buildQuestion(open, a, asOfMs), scope: buildQuestion(open, b, asOfMs).predicate },
        `${told}, scope ${JSON.stringify(b)}`,
      );
    }
  } finally {
    await open.close();
  }
  return PAIRS_PER_WORLD;
}

async function checkPair(open: OpenWorld, a: PlainDefinition, b: PlainDefinition, asOfMs: number, told: string): Promise<void> {
  const ask = (definition: PlainDefinition): Promise<readonly string[]> => askMembers(open, definition, asOfMs);
  const everyone = await ask({ all: [] });
  const [inA, notInA] = [await ask(a), await ask({ not: a })];
  expect([...inA, ...notInA].sort(compareCodePoints), `A and not A make the base: ${told}`).toEqual(everyone);
  expect(await ask({ not: { all: [a, b] } }), `De Morgan: ${told}`).toEqual(await ask({ any: [{ not: a }, { not: b }] }));
  expect(await ask({ not: { any: [a, b] } }), `De Morgan: ${told}`).toEqual(await ask({ all: [{ not: b }, { not: a }] }));
  expect(await ask({ any: [a, b] }), `order does not matter: ${told}`).toEqual(await ask({ any: [b, a] }));
  expect(await ask({ all: [a, b, a] }), `order does not matter: ${told}`).toEqual(await ask({ all: [b, a] }));
  const inB = new Set(await ask(b));
  expect(await ask({ all: [a, b] }), `all is the intersection: ${told}`).toEqual(inA.filter((key) => inB.has(key)));
}

/** Count, pages, keys and panels of one question tell of the same customers, and as the reference does. */
async function checkAnswers(
  open: OpenWorld,
  reference: ReferenceEngine,
  definition: PlainDefinition,
  asOfMs: number,
  told: string,
): Promise<void> {
  const question = buildQuestion(open, definition, asOfMs);
  const keys = await askMembers(open, definition, asOfMs);
  const size = await open.engine.count(question);
  expect(size.count, told).toBe(keys.length);
  expect(size.base, told).toBe((await askMembers(open, { all: [] }, asOfMs)).length);
  expect(keys, `in the order of UTF-8 bytes: ${told}`).toEqual(
    keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
  );
  const attributes = question.snapshot.catalog.attributes.map(({ id }) => id);
  const rows = await listPages(open, question);
  expect(
    rows.map(({ key }) => key),
    told,
  ).toEqual(keys);
  expect(rows, told).toEqual(await reference.members(question, { attributes, afterKey: null, limit: 1000 }));
  const answer = await open.engine.panels(question, attributes);
  expect({ count: answer.count, base: answer.base }, told).toEqual(size);
  for (const panel of answer.panels) checkPanel(panel, size, told);
  expect(answer.panels, told).toEqual((await reference.panels(question, attributes)).panels);
  const binned = await open.engine.panels(question, attributes, 'bins');
  expect(binned.panels.map(dropFigures), `bins alone: ${told}`).toEqual(answer.panels.map(dropFigures));
}

/** What is asked for where bins are enough. */
function dropFigures(panel: PanelData): PanelData {
  const none = { min: null, median: null, max: null };
  if (panel.kind === 'number') return { ...panel, ...none, sum: null };
  return panel.kind === 'date' ? { ...panel, ...none } : panel;
}

/** Within a scope there is nobody else: a group is cut to it, everyone is it, and all answers are the reference's. */
async function checkScope(open: OpenWorld, reference: ReferenceEngine, question: Question, told: string): Promise<void> {
  const { scope, ...unscoped } = question;
  if (scope === undefined) throw new RangeError('A scope is wanted.');
  const within = `within a scope: ${told}`;
  const both: Question = { ...unscoped, predicate: { kind: 'all', children: [question.predicate, scope] } };
  const size = await open.engine.count(question);
  expect(size.count, within).toBe((await open.engine.count(both)).count);
  expect(size.base, within).toBe((await open.engine.count({ ...unscoped, predicate: scope })).count);
  const outside = await open.engine.count({ ...question, predicate: { kind: 'not', child: question.predicate } });
  expect(outside.count, within).toBe(size.base - size.count);
  const attributes = question.snapshot.catalog.attributes.map(({ id }) => id);
  const page = { attributes, afterKey: null, limit: 1000 };
  expect(await open.engine.members(question, page), within).toEqual(await reference.members(both, page));
  expect(await open.engine.panels(question, attributes), within).toEqual(await reference.panels(question, attributes));
  expect(await open.engine.overlaps(question, [question.predicate, { kind: 'all', children: [] }]), within).toEqual([
    [size.count, size.count],
    [size.count, size.base],
  ]);
  // Asked before without the scope, and after with it: nothing that is remembered of one is told of the other.
  expect((await open.engine.panels(unscoped, attributes)).base, within).toBe((await open.engine.count(unscoped)).base);
  expect(await comparePortraits(reference, open.engine, question), within).toBeNull();
}

async function listPages(open: OpenWorld, question: Question) {
  const attributes = question.snapshot.catalog.attributes.map(({ id }) => id);
  const rows = [];
  for (let afterKey: string | null = null; ; ) {
    const page = await open.engine.members(question, { attributes, afterKey, limit: 7 });
    rows.push(...page);
    const last = page.at(-1);
    if (last === undefined || page.length < 7) return rows;
    afterKey = last.key;
  }
}

function checkPanel(panel: PanelData, size: { readonly count: number; readonly base: number }, told: string): void {
  expect(panel.present + panel.missing, told).toBe(size.count);
  expect(panel.basePresent, told).toBeLessThanOrEqual(size.base);
  if (panel.kind === 'presence') return;
  const parts: readonly { readonly count: number; readonly baseCount: number }[] =
    panel.kind === 'values' ? panel.values : panel.bins;
  const sum = parts.reduce((total, part) => total + part.count, 0);
  const baseSum = parts.reduce((total, part) => total + part.baseCount, 0);
  for (const part of parts) expect(part.count, told).toBeLessThanOrEqual(part.baseCount);
  if (panel.kind !== 'values') {
    // Bins are chosen at the snapshot's as-of, when nobody may have had a value.
    if (parts.length > 0) expect([sum, baseSum], told).toEqual([panel.present, panel.basePresent]);
    return;
  }
  // A customer may have several tags: values then add up to at least the customers.
  expect(sum + panel.other, told).toBeGreaterThanOrEqual(panel.present);
  expect(baseSum + panel.otherBase, told).toBeGreaterThanOrEqual(panel.basePresent);
}
