import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AudienceEngine,
  ChdbEngine,
  compareAudiences,
  listMonthEnds,
  overlapAudiences,
  type PlainDefinition,
  parseDefinition,
  prepareQuestion,
  ReferenceEngine,
  randomDefinitions,
  sampleValues,
  tellHistory,
  ValueLists,
  type WrittenAudience,
} from '@silhouette/engine';
import { ChdbSession, type Snapshot } from '@silhouette/lake';
import {
  compareAnswerSchema,
  historyAnswerSchema,
  overlapAnswerSchema,
  parseJsonText,
  SilhouetteError,
  TimeZone,
} from '@silhouette/model';
import { storeWorld, toReferenceData, type World, worldArbitrary } from '@silhouette/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeIndexEngine } from '../index/make-index-engine.ts';
import { TINY_WORLD } from '../sql/tiny-world.ts';

const SEED = Number(process.env.SILHOUETTE_SEED ?? 20261126);
const WORLDS = 4;

let session: ChdbSession;
let folder: string;
let engines: readonly AudienceEngine[];
let lists: ValueLists;
beforeAll(async () => {
  session = await ChdbSession.open();
  folder = await mkdtemp(join(tmpdir(), 'silhouette-several-'));
  engines = [new ChdbEngine(session), makeIndexEngine(session), ReferenceEngine.on(session)];
  lists = new ValueLists(async () => session, null);
});
afterAll(async () => {
  for (const engine of engines) await engine.close();
  await session.close();
  await rm(folder, { recursive: true });
});

async function write(snapshot: Snapshot, definition: unknown, asOf: string | null = null): Promise<WrittenAudience> {
  const plain = parseJsonText(JSON.stringify(definition));
  const request = { snapshot, definition: plain, asOf, resolveAudience: async () => null };
  return { definition: plain, prepared: await prepareQuestion(request) };
}

/** A random world, the reference over it in memory, and definitions. */
async function drawWorld(number: number, definitions: number) {
  const [world] = fc.sample(worldArbitrary(), { seed: SEED + number, numRuns: 1 });
  if (world === undefined) throw new RangeError('fast-check drew no world.');
  const data = toReferenceData(world);
  const drawn = await randomDefinitions(data.catalog, sampleValues(data, SEED), SEED + number, definitions);
  const snapshot = await storeWorld(session, world, folder);
  const reference = new ReferenceEngine(async () => data);
  const count = async (definition: unknown, asOfMs = snapshot.asOfMs): Promise<number> => {
    // What comes back in an answer is a definition again: plain JSON.
    const predicate = parseDefinition(definition as PlainDefinition, snapshot.catalog);
    return (await reference.count({ snapshot, asOfMs, predicate })).count;
  };
  return { snapshot, drawn, count };
}

const worlds = Array.from({ length: WORLDS }, (_, number) => number);

describe(`on random worlds (seed ${SEED})`, () => {
  it.each(worlds)(
    'world %d: regions are what exploring them counts, and sum to the union, with every engine',
    async (number) => {
      const { snapshot, drawn, count } = await drawWorld(number, 5);
      for (const size of [2, 3, 5]) {
        const audiences = await Promise.all(drawn.slice(0, size).map((definition) => write(snapshot, definition)));
        const [first, ...others] = audiences;
        if (first === undefined) throw new RangeError('No definition was drawn.');
        for (const engine of engines) {
          const answer = overlapAnswerSchema.strict().parse(await overlapAudiences(engine, lists, [first, ...others], null));
          expect(answer.regions).toHaveLength(2 ** size - 1);
          expect(new Set(answer.regions.map((region) => region.in.join())).size).toBe(2 ** size - 1);
          for (const region of answer.regions) {
            expect([...region.in, ...region.out].sort()).toEqual(audiences.map((_, place) => place));
            expect(region.count, JSON.stringify(region.audience)).toBe(await count(region.audience));
          }
          expect(answer.regions.reduce((sum, region) => sum + region.count, 0)).toBe(answer.union.count);
          expect(answer.union.count).toBe(await count(answer.union.audience));
          for (const [place, audience] of answer.audiences.entries()) {
            expect(audience.count).toBe(await count(drawn[place]));
            const parts = answer.regions.filter((region) => region.in.includes(place));
            expect(parts.reduce((sum, region) => sum + region.count, 0)).toBe(audience.count);
          }
          for (const { first: one, second: two, both, either, jaccard } of answer.pairs) {
            expect(both).toBe(await count({ all: [drawn[one], drawn[two]] }));
            expect(either).toBe(await count({ any: [drawn[one], drawn[two]] }));
            expect(jaccard).toBe(either === 0 ? null : both / either);
          }
          expect(answer.pairs).toHaveLength((size * (size - 1)) / 2);
        }
      }
    },
  );

  it.each(worlds)('world %d: points of a history are what exploring at these as-ofs counts', async (number) => {
    const { snapshot, drawn, count } = await drawWorld(number, 2);
    for (const definition of drawn) {
      const { prepared } = await write(snapshot, definition);
      for (const engine of engines) {
        const told: unknown[] = [];
        const answer = await tellHistory(engine, lists, prepared, 13, (point) => told.push(point));
        historyAnswerSchema.strict().parse(answer);
        expect(told).toEqual(answer.points);
        expect(answer.points).toHaveLength(14);
        expect(answer.points.at(-1)?.asOf).toBe(new Date(snapshot.asOfMs).toISOString());
        for (const point of answer.points) {
          expect(point.count).toBe(await count(definition, Date.parse(point.asOf)));
          expect(point.base).toBe(await count({ all: [] }, Date.parse(point.asOf)));
        }
      }
    }
  });

  it.each(worlds)('world %d: gained, lost and kept are what exploring them counts', async (number) => {
    const { snapshot, drawn, count } = await drawWorld(number, 4);
    for (const [before, after] of [drawn.slice(0, 2), drawn.slice(2, 4), [drawn[0], { not: drawn[0] }]]) {
      for (const engine of engines) {
        const sides = [await write(snapshot, before), await write(snapshot, after)] as const;
        const answer = compareAnswerSchema.strict().parse(await compareAudiences(engine, lists, ...sides));
        expect(answer.before.count).toBe(await count(before));
        expect(answer.after.count).toBe(await count(after));
        for (const part of [answer.gained, answer.lost, answer.kept]) expect(part.count).toBe(await count(part.audience));
        expect(answer.after.count - answer.before.count).toBe(answer.gained.count - answer.lost.count);
      }
    }
  });
});

describe('on the tiny world', () => {
  let snapshot: Snapshot;
  beforeAll(async () => {
    snapshot = await storeWorld(session, TINY_WORLD satisfies World, folder);
  });
  const chdb = (): AudienceEngine => engines[0] as AudienceEngine;

  it('an overlap tells its audiences, nobody in common, and values that nobody has once', async () => {
    const unknown = { attribute: '등급', eq: 'PLATINUM' };
    const audiences = [await write(snapshot, unknown), await write(snapshot, unknown)] as const;
    const answer = await overlapAudiences(chdb(), lists, audiences, 3);
    expect(answer.notes.map(({ code }) => code)).toEqual(['unknown-values']);
    expect(answer.union).toMatchObject({ count: 0, share: 0 });
    expect(answer.pairs).toEqual([{ first: 0, second: 1, both: 0, either: 0, jaccard: null }]);
    expect(answer.regions.map((region) => [region.in, region.share, region.portrait])).toEqual([
      [[0], null, undefined],
      [[1], null, undefined],
      [[0, 1], null, undefined],
    ]);
  });

  it('portraits come for regions with somebody in them, against the union', async () => {
    const audiences = [
      await write(snapshot, { attribute: '등급', eq: 'VIP' }),
      await write(snapshot, { attribute: '등급', eq: 'GOLD' }),
    ] as const;
    const answer = await overlapAudiences(chdb(), lists, audiences, 3);
    expect(answer.regions.map((region) => [region.count, region.portrait?.notes.map(({ code }) => code)])).toEqual([
      [2, ['too-few-customers']],
      [1, ['too-few-customers']],
      [0, undefined],
    ]);
  });

  it('definitions that are too long to be repeated are left out, and that is told', async () => {
    const keys = Array.from({ length: 30_000 }, (_, index) => `k${index}`);
    const audiences = [await write(snapshot, { customers: keys }), await write(snapshot, { all: [] })] as const;
    const answer = await overlapAudiences(chdb(), lists, audiences, null);
    expect(answer.regions.map(({ audience }) => audience)).toEqual([null, null, null]);
    expect(answer.notes.map(({ code }) => code)).toEqual(['unknown-customers', 'definitions-left-out']);
  });

  it('a history of attributes says once that they are the snapshot’s, one of events does not', async () => {
    const notesOf = async (definition: unknown) =>
      (await tellHistory(chdb(), lists, (await write(snapshot, definition)).prepared, 3)).notes.map(({ code }) => code);
    expect(await notesOf({ attribute: 'age', gte: 0 })).toEqual(['attributes-as-of-snapshot']);
    expect(await notesOf({ event: 'purchase' })).toEqual([]);
  });

  it('what nobody waits for any more is not counted on', async () => {
    const { prepared } = await write(snapshot, { event: 'purchase' });
    const controller = new AbortController();
    const withdrawn = { ...prepared, question: { ...prepared.question, signal: controller.signal } };
    let points = 0;
    const answer = tellHistory(chdb(), lists, withdrawn, 20, () => {
      points += 1;
      if (points === 2) controller.abort();
    });
    await expect(answer).rejects.toMatchObject({ code: 'question-withdrawn' } satisfies Partial<SilhouetteError>);
    expect(points).toBe(2);
    for (const engine of engines.slice(0, 2)) {
      const { predicate, ...scope } = withdrawn.question;
      await expect(engine.overlaps(scope, [predicate])).rejects.toMatchObject({ code: 'question-withdrawn' });
      const signal = AbortSignal.abort(SilhouetteError.of('took-too-long', 'Given up.'));
      await expect(engine.overlaps({ ...scope, signal }, [predicate])).rejects.toMatchObject({ code: 'took-too-long' });
    }
  });
});

describe('ends of months', () => {
  it('are the first instants of local months, the as-of last; one that ends a month is its own point only', () => {
    const zone = TimeZone.of('Asia/Seoul');
    const texts = (asOf: string, months: number) =>
      listMonthEnds(Date.parse(asOf), months, zone).map((atMs) => new Date(atMs).toISOString());
    expect(texts('2026-03-15T15:00:00Z', 2)).toEqual([
      '2026-01-31T15:00:00.000Z',
      '2026-02-28T15:00:00.000Z',
      '2026-03-15T15:00:00.000Z',
    ]);
    expect(texts('2026-02-28T15:00:00Z', 1)).toEqual(['2026-01-31T15:00:00.000Z', '2026-02-28T15:00:00.000Z']);
    // One millisecond into a month, that month has begun.
    expect(texts('2026-02-28T15:00:00.001Z', 1)).toEqual(['2026-02-28T15:00:00.000Z', '2026-02-28T15:00:00.001Z']);
  });

  it('follow a zone whose clock changes at midnight', () => {
    const zone = TimeZone.of('America/Asuncion');
    const [end] = listMonthEnds(Date.parse('2017-10-10T00:00:00Z'), 1, zone);
    // 00:00 never was: the day and month began at 01:00, four hours behind UTC until then.
    expect(new Date(end ?? 0).toISOString()).toBe('2017-10-01T04:00:00.000Z');
  });
});
