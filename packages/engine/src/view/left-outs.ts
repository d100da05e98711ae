import { hashPredicate, type ResolvedPredicate } from '@silhouette/model';
import type { AudienceEngine, Question } from '../audience-engine.ts';
import { RecentlyUsed } from '../chdb/recently-used.ts';
import { type ConditionTree, toPredicate } from './condition-tree.ts';
import { type LeftOut, leaveOut, type PrunedDefinition } from './leave-out.ts';
import { type Dial, listDials } from './list-dials.ts';
import type { PruningOptions } from './pruning.ts';
import { isUntold, type Rounding } from './rounding.ts';
import { listShorter } from './shorten-condition.ts';
import { roundingOf, toWholeQuestion, viewOf } from './view.ts';

/** Definitions whose left-out conditions are remembered. */
const MOST_DEFINITIONS = 1000;
/** Exact sizes that are remembered: the same definitions with one thing less come again and again. */
const MOST_SIZES = 10_000;

/** What is left out of definitions for those who may not know small groups, found once for each definition, view and as-of. */
export class LeftOuts {
  readonly #engine: AudienceEngine;
  readonly #found = new RecentlyUsed<Cell<PrunedDefinition>>(MOST_DEFINITIONS);
  readonly #sizes = new RecentlyUsed<Cell<number>>(MOST_SIZES);

  /** `engine` is the one below the views. */
  constructor(engine: AudienceEngine) {
    this.#engine = engine;
  }

  /** Of a question about a view; nothing where its numbers are exact. @throws SilhouetteError `too-large` */
  find(question: Question): Promise<LeftOut> {
    const { predicate, snapshot } = question;
    const rounding = roundingOf(snapshot);
    return rounding === null ? Promise.resolve({ predicate, paths: [], partly: [] }) : this.prune(question, rounding);
  }

  /** What is left of a definition whose numbers are rounded. @throws SilhouetteError `too-large` */
  prune(question: Question, rounding: Rounding): Promise<PrunedDefinition> {
    const { predicate } = question;
    // Paths are those of the spelling: hashes are of the meaning.
    const found = this.#found.find(JSON.stringify([nameViewed(question), predicate], writeBigInt), makeCell<PrunedDefinition>);
    const count = (tree: ConditionTree): Promise<number> => this.#count({ ...question, predicate: toPredicate(tree) });
    return findOnce(found, question.signal, () => leaveOut(predicate, { ...pruningFor(question, rounding), count }));
  }

  clear(): void {
    this.#found.clear();
    this.#sizes.clear();
  }

  async #count(question: Question): Promise<number> {
    const key = JSON.stringify([nameViewed(question), hashPredicate(question.predicate)]);
    const known = this.#sizes.find(key, makeCell<number>);
    return findOnce(known, question.signal, async () => (await this.#engine.count(toWholeQuestion(question))).count);
  }
}

/** What the definition of a question is pruned by, whoever is counted. */
export function pruningFor(
  { snapshot, asOfMs }: Omit<Question, 'predicate'>,
  rounding: Rounding,
): Omit<PruningOptions, 'count'> {
  // A scope and its people's hidden attributes are conditions of the whole catalog.
  const catalog = viewOf(snapshot)?.whole.catalog ?? snapshot.catalog;
  const found = new WeakMap<ResolvedPredicate, readonly Dial[]>();
  return {
    listShorter,
    isUntold: (count) => isUntold(rounding, count),
    listDials: (predicate) => {
      const known = found.get(predicate);
      if (known !== undefined) return known;
      const dials = listDials(predicate, { catalog, asOfMs }).map(rememberMoves);
      found.set(predicate, dials);
      return dials;
    },
  };
}

/** A dial that has one condition for each position: by itself it is known again. */
function rememberMoves(dial: Dial): Dial {
  const moved = new Map<bigint, ResolvedPredicate>();
  return {
    ...dial,
    at: (position) => {
      const known = moved.get(position) ?? dial.at(position);
      moved.set(position, known);
      return known;
    },
  };
}

/** What is found out once. */
interface Cell<T> {
  value: T | null;
  /** Under way, for questions that are withdrawn together: one that is withdrawn must fail no other. */
  running: { readonly signal: AbortSignal | undefined; readonly answer: Promise<T> } | null;
}

function makeCell<T>(): Cell<T> {
  return { value: null, running: null };
}

async function findOnce<T>(cell: Cell<T>, signal: AbortSignal | undefined, find: () => Promise<T>): Promise<T> {
  if (cell.value !== null) return cell.value;
  if (cell.running === null || cell.running.signal !== signal) cell.running = { signal, answer: find() };
  const { running } = cell;
  try {
    cell.value = await running.answer;
    return cell.value;
  } finally {
    if (cell.running === running) cell.running = null;
  }
}

function nameViewed({ snapshot, asOfMs }: Question): string {
  return JSON.stringify([snapshot.id, viewOf(snapshot)?.key ?? null, asOfMs]);
}

/** Decimals are whole units, which JSON does not know. */
function writeBigInt(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}
