import { type AudienceEngine, type Question, type ReferenceData, ReferenceEngine } from '@silhouette/engine';
import {
  buildQuestion,
  type OpenWorld,
  referenceInMemory,
  toReferenceData,
  type World,
  worldArbitrary,
} from '@silhouette/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareMembers } from '../../src/verify/compare-members.ts';

/** What a wrong engine does to its lists, and a note of every list of keys that it is asked for. */
interface Mistakes {
  readonly ordinals?: (ordinals: readonly number[]) => readonly number[];
  readonly keys?: (keys: readonly string[]) => readonly string[];
  readonly listed?: Question[];
}

function breakEngine(engine: AudienceEngine, { ordinals = (same) => same, keys = (same) => same, listed }: Mistakes) {
  const broken: AudienceEngine = {
    name: 'index',
    count: (question) => engine.count(question),
    panels: (question, attributes) => engine.panels(question, attributes),
    members: (question, page) => engine.members(question, page),
    memberKeys: async function* (question) {
      listed?.push(question);
      for await (const chunk of engine.memberKeys(question)) yield keys(chunk);
    },
    memberOrdinals: async function* (question) {
      for await (const chunk of engine.memberOrdinals(question)) yield Uint32Array.from(ordinals([...chunk]));
    },
    portrait: (question, versus, attributes) => engine.portrait(question, versus, attributes),
    portraits: (scope, predicates, versus, attributes) => engine.portraits(scope, predicates, versus, attributes),
    overlaps: (scope, predicates) => engine.overlaps(scope, predicates),
    close: () => engine.close(),
  };
  return broken;
}

/** Customers `c0000000` … of the table; nobody has anything else. */
function manyCustomers(data: ReferenceData, n: number): ReferenceData {
  const keys = Array.from({ length: n }, (_, customer) => `c${String(customer).padStart(7, '0')}`);
  const missing = new Float64Array(n).fill(Number.NaN);
  const ordinals = Uint32Array.from(keys, (_, customer) => customer);
  const customers = { keys, ordinals, inTable: new Uint8Array(n).fill(1), sinceMs: missing, firstEventMs: missing };
  return { ...data, customers: async () => customers };
}

function drawWorld(): World {
  const [world] = fc.sample(worldArbitrary(), { seed: 4, numRuns: 1 });
  if (world === undefined) throw new Error('No world was drawn.');
  return world;
}

async function openMany(n: number): Promise<OpenWorld> {
  const open = await referenceInMemory.open(drawWorld());
  const data = manyCustomers(toReferenceData(drawWorld()), n);
  return { ...open, engine: new ReferenceEngine(async () => data), snapshot: { ...open.snapshot, customersKnown: n } };
}

const openSmall = (): Promise<OpenWorld> => openMany(20);
const openLarge = (): Promise<OpenWorld> => openMany(150_000);

async function compareWith(open: OpenWorld, mistakes: Mistakes) {
  return compareMembers(open.engine, breakEngine(open.engine, mistakes), buildQuestion(open, { all: [] }));
}

describe.each([
  ['some', openSmall],
  ['more than 100,000', openLarge],
])('compareMembers of %s customers', (_, openWorld) => {
  it('finds no difference between two of the same', async () => {
    expect(await compareWith(await openWorld(), {})).toBeNull();
  });

  it('tells an ordinal that comes twice', async () => {
    const open = await openWorld();
    const n = open.snapshot.customersKnown;
    const difference = await compareWith(open, { ordinals: (all) => [...all, 3] });
    expect(difference).toEqual({ counts: [n, n + 1], onlyIn: [[], []], problem: 'index lists the ordinal 3 twice' });
  });

  it('tells an ordinal that comes twice in place of another', async () => {
    const difference = await compareWith(await openWorld(), { ordinals: ([, ...rest]) => [3, ...rest] });
    expect(difference?.problem).toBe('index lists the ordinal 3 twice');
  });

  it('tells an ordinal that is left out', async () => {
    const open = await openWorld();
    const n = open.snapshot.customersKnown;
    const difference = await compareWith(open, { ordinals: ([, ...rest]) => rest });
    expect(difference?.counts).toEqual([n, n - 1]);
    expect(difference?.problem).toBe(`index counts ${n} and lists ${n - 1}`);
  });

  it('tells an ordinal of nobody', async () => {
    const open = await openWorld();
    const n = open.snapshot.customersKnown;
    const difference = await compareWith(open, { ordinals: ([, ...rest]) => [n, ...rest] });
    expect(difference?.problem).toBe(`index lists the ordinal ${n}, which none of ${n} customers has`);
  });
});

describe('compareMembers', () => {
  it('tells other ordinals of the same size, and names the keys on either side', async () => {
    const open = await openLarge();
    const half = { customers: ['c0000001', 'c0000005'] };
    const other: AudienceEngine = breakEngine(open.engine, {
      ordinals: () => [1, 6],
      keys: () => ['c0000001', 'c0000006'],
    });
    const difference = await compareMembers(open.engine, other, buildQuestion(open, half));
    expect(difference).toEqual({ counts: [2, 2], onlyIn: [['c0000005'], ['c0000006']], problem: null });
    const silent = breakEngine(open.engine, { ordinals: () => [1, 6] });
    expect(await compareMembers(open.engine, silent, buildQuestion(open, half))).toEqual({
      counts: [2, 2],
      onlyIn: [[], []],
      problem: 'reference and index list the same keys and other ordinals',
    });
  });

  it('names keys of large groups, too, ten at most', async () => {
    const open = await openLarge();
    const everyone = buildQuestion(open, { all: [] });
    const one = breakEngine(open.engine, {
      ordinals: (all) => all.slice(12),
      keys: (chunk) => chunk.filter((key) => key > 'c0000011'),
    });
    const difference = await compareMembers(open.engine, one, everyone);
    expect(difference?.onlyIn).toEqual([Array.from({ length: 10 }, (_, n) => `c${String(n).padStart(7, '0')}`), []]);
  });

  it('reads keys of small groups only, where their order and repeats count', async () => {
    const [small, large] = [await openSmall(), await openLarge()];
    const [ofSmall, ofLarge]: [Question[], Question[]] = [[], []];
    await compareWith(small, { listed: ofSmall });
    await compareWith(large, { listed: ofLarge });
    expect([ofSmall.length, ofLarge.length]).toEqual([1, 0]);
    const backwards = await compareWith(small, { keys: (chunk) => chunk.toReversed() });
    expect(backwards?.problem).toBe('index lists keys out of order or twice');
    const shorter = await compareWith(small, { keys: (chunk) => chunk.slice(1) });
    expect(shorter?.problem).toMatch(/^index lists \d+ keys and \d+ ordinals$/);
  });

  it('waits for both engines where one fails, and tells why', async () => {
    const open = await openSmall();
    let ended = false;
    const failing = breakEngine(open.engine, {
      ordinals: () => {
        throw new Error('out of memory');
      },
    });
    const slow: AudienceEngine = {
      ...breakEngine(open.engine, {}),
      memberOrdinals: async function* (question) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        yield* open.engine.memberOrdinals(question);
        ended = true;
      },
    };
    const difference = await compareMembers(failing, slow, buildQuestion(open, { all: [] }));
    expect(difference?.problem).toBe('An engine failed: out of memory');
    expect(ended).toBe(true);
  });
});
