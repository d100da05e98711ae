import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AudienceEngine,
  compareEngines,
  type EngineDifference,
  type PlainDefinition,
  parseDefinition,
  type Question,
  type ReferenceData,
  ReferenceEngine,
  randomAsOfs,
  randomDefinitions,
  sampleValues,
} from '@silhouette/engine';
import { ChdbSession, type Snapshot } from '@silhouette/lake';
import { SilhouetteError } from '@silhouette/model';
import fc from 'fast-check';
import { loadWorld } from '../conformance/loaded-engine.ts';
import { storeWorld } from '../world/store-world.ts';
import { toReferenceData } from '../world/to-reference-data.ts';
import type { World } from '../world/world.ts';
import { type WorldSize, worldArbitrary } from '../world/world-arbitrary.ts';
import { compareAnswers } from './compare-answers.ts';
import { comparePortraits } from './compare-portraits.ts';
import { type DifferentialCase, saveCase, type WorldPath } from './differential-case.ts';
import { shrinkDefinition } from './shrink-definition.ts';
import { shrinkWorld } from './shrink-world.ts';

/** What {@link runDifferential} does. */
export interface DifferentialOptions {
  /** Questions in all. */
  readonly cases: number;
  /** Drawn when absent, and told in the result. */
  readonly seed?: number;
  readonly casesPerWorld?: number;
  readonly size?: WorldSize;
  /** An engine on a session, held against the reference over the world in memory. */
  readonly make: (session: ChdbSession) => AudienceEngine;
  /** Files that customers are dealt to, where worlds are stored; 1 when absent. */
  readonly shards?: number;
  /** How worlds become snapshots: written straight in the lake's format (the default, fast), or as files that the lake loads. */
  readonly via?: WorldPath;
  /** Whether shrunk failures are kept in the corpus. */
  readonly save?: boolean;
}

/** What came of it; `failures` are shrunk. */
export interface DifferentialResult {
  readonly seed: number;
  readonly worlds: number;
  readonly checked: number;
  readonly failures: readonly DifferentialCase[];
}

/** After so many failures the rest would hardly say more. */
const MAX_FAILURES = 3;
const AS_OFS_PER_WORLD = 6;
/** Panels and portraits are compared on one question of so many. */
const CASES_PER_PANELS = 10;

/** Random worlds, as-of instants and definitions: the reference in memory against an engine over Parquet, member for member. */
export async function runDifferential(options: DifferentialOptions): Promise<DifferentialResult> {
  const seed = options.seed ?? Math.floor(Math.random() * 2 ** 31);
  const casesPerWorld = Math.min(options.casesPerWorld ?? 100, options.cases);
  const worlds = Math.ceil(options.cases / casesPerWorld);
  const bench = await DifferentialBench.open(options.make, options.via ?? 'store', options.shards ?? 1);
  const failures: DifferentialCase[] = [];
  let checked = 0;
  try {
    for (let index = 0; index < worlds && failures.length < MAX_FAILURES; index += 1) {
      const [world] = fc.sample(worldArbitrary(options.size), { seed: seed + index, numRuns: 1 });
      if (world === undefined) throw new RangeError('fast-check drew no world.');
      const difference = await bench.compareWorld(world, seed + index, casesPerWorld);
      checked += casesPerWorld;
      if (difference === null) continue;
      const failure = await bench.shrink(world, difference);
      failures.push(failure);
      if (options.save) await saveCase(failure);
    }
  } finally {
    await bench.close();
  }
  return { seed, worlds, checked, failures };
}

/** Whether engines still disagree on a case: null, or what is seen. */
export async function replayCase(
  found: DifferentialCase,
  make: (session: ChdbSession) => AudienceEngine,
): Promise<string | null> {
  const bench = await DifferentialBench.open(make, found.via, 1);
  try {
    const difference = await bench.compareOne(found.world, found.definition, Date.parse(found.asOf));
    return difference === null ? null : describeDifference(difference);
  } finally {
    await bench.close();
  }
}

/** A session, a folder and an engine that worlds come and go before. */
class DifferentialBench {
  readonly #session: ChdbSession;
  readonly #folder: string;
  readonly #engine: AudienceEngine;

  readonly #via: WorldPath;
  readonly #shards: number;
  #worlds = 0;

  private constructor(session: ChdbSession, folder: string, engine: AudienceEngine, via: WorldPath, shards: number) {
    this.#session = session;
    this.#folder = folder;
    this.#engine = engine;
    this.#via = via;
    this.#shards = shards;
  }

  static async open(
    make: (session: ChdbSession) => AudienceEngine,
    via: WorldPath,
    shards: number,
  ): Promise<DifferentialBench> {
    const session = await ChdbSession.open();
    const folder = await mkdtemp(join(tmpdir(), 'silhouette-differential-'));
    return new DifferentialBench(session, folder, make(session), via, shards);
  }

  async close(): Promise<void> {
    await this.#engine.close();
    await this.#session.close();
    await rm(this.#folder, { recursive: true });
  }

  /** The first difference of many questions on one world; null when there is none. */
  async compareWorld(world: World, seed: number, cases: number): Promise<EngineDifference | null> {
    const data = this.#readWorld(world);
    const samples = sampleValues(data, seed);
    const reference = new ReferenceEngine(async () => data);
    const snapshot = await this.#makeSnapshot(world);
    if (snapshot instanceof SilhouetteError) return describeLoadFailure(snapshot, { all: [] }, data.asOfMs);
    const definitions = await randomDefinitions(data.catalog, samples, seed, cases);
    const asOfs = await randomAsOfs(data.catalog, samples, data.asOfMs, seed, AS_OFS_PER_WORLD);
    for (const [index, definition] of definitions.entries()) {
      const asOfMs = asOfs[index % asOfs.length] ?? data.asOfMs;
      const question = { snapshot, asOfMs, predicate: parseDefinition(definition, data.catalog) };
      const withPanels = index % CASES_PER_PANELS === 0;
      const difference = await compareQuestion(reference, this.#engine, question, definition, withPanels);
      if (difference !== null) return difference;
    }
    return null;
  }

  /** The difference on one question; null when there is none or the question cannot be asked of the world. */
  async compareOne(world: World, definition: PlainDefinition, asOfMs: number): Promise<EngineDifference | null> {
    const data = this.#readWorld(world);
    try {
      parseDefinition(definition, data.catalog);
    } catch (error) {
      if (error instanceof SilhouetteError) return null;
      throw error;
    }
    const snapshot = await this.#makeSnapshot(world);
    if (snapshot instanceof SilhouetteError) return describeLoadFailure(snapshot, definition, asOfMs);
    const question = { snapshot, asOfMs, predicate: parseDefinition(definition, data.catalog) };
    return compareQuestion(new ReferenceEngine(async () => data), this.#engine, question, definition, true);
  }

  /** Rows in memory with the ordinals of the snapshot: what the lake loads of so few customers is one shard. */
  #readWorld(world: World): ReferenceData {
    return toReferenceData(world, this.#via === 'store' ? this.#shards : 1);
  }

  /** The snapshot, or what kept the world from being loaded: that is a difference, too. */
  async #makeSnapshot(world: World): Promise<Snapshot | SilhouetteError> {
    this.#worlds += 1;
    if (this.#via === 'store') return storeWorld(this.#session, world, this.#folder, this.#shards);
    try {
      return await loadWorld(world, join(this.#folder, `workspace-${this.#worlds}`));
    } catch (error) {
      if (error instanceof SilhouetteError) return error;
      throw error;
    }
  }

  async shrink(world: World, difference: EngineDifference): Promise<DifferentialCase> {
    const asOfMs = Date.parse(difference.asOf);
    const failsOn = async (candidate: World, definition: PlainDefinition): Promise<boolean> =>
      (await this.compareOne(candidate, definition, asOfMs)) !== null;
    const definition = await shrinkDefinition(difference.definition, (candidate) => failsOn(world, candidate));
    const smallWorld = await shrinkWorld(world, (candidate) => failsOn(candidate, definition));
    const last = await this.compareOne(smallWorld, definition, asOfMs);
    return {
      via: this.#via,
      world: smallWorld,
      definition,
      asOf: difference.asOf,
      seen: describeDifference(last ?? difference),
    };
  }
}

/** Members first; panels, portraits and rows, which take longer, only where asked and only where the members agree. */
async function compareQuestion(
  reference: AudienceEngine,
  engine: AudienceEngine,
  question: Question,
  definition: PlainDefinition,
  withPanels: boolean,
): Promise<EngineDifference | null> {
  const [difference] = await compareEngines([reference, engine], question, definition);
  if (difference !== undefined || !withPanels) return difference ?? null;
  const problem = (await compareAnswers(reference, engine, question)) ?? (await comparePortraits(reference, engine, question));
  if (problem === null) return null;
  const asOf = new Date(question.asOfMs).toISOString();
  return { definition, asOf, engines: [reference.name, engine.name], counts: [0, 0], onlyIn: [[], []], problem };
}

function describeLoadFailure(error: SilhouetteError, definition: PlainDefinition, asOfMs: number): EngineDifference {
  const problem = `load failed: ${error.message.slice(0, 300)}`;
  return {
    definition,
    asOf: new Date(asOfMs).toISOString(),
    engines: ['memory', 'load'],
    counts: [0, 0],
    onlyIn: [[], []],
    problem,
  };
}

function describeDifference(difference: EngineDifference): string {
  const [first, second] = difference.engines;
  const [onlyFirst, onlySecond] = difference.onlyIn;
  return `only in ${first}: ${JSON.stringify(onlyFirst)}; only in ${second}: ${JSON.stringify(onlySecond)}; problem: ${difference.problem ?? 'none'}`;
}
