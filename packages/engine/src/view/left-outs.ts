import { hashPredicate } from '@silhouette/model';
import type { AudienceEngine, Question } from '../audience-engine.ts';
import { RecentlyUsed } from '../chdb/recently-used.ts';
import { checkAsOf } from './check-as-of.ts';
import { type LeftOut, leaveOut } from './leave-out.ts';
import { tellCount } from './rounding.ts';
import { toWholeQuestion, viewOf } from './view.ts';

/** Definitions whose left-out conditions are remembered. */
const MOST_DEFINITIONS = 1000;
/** Exact sizes that are remembered: the same definitions with one thing less come again and again. */
const MOST_SIZES = 10_000;

/** What is left out of definitions for those who may not know small groups, found once for each definition, view and as-of. */
export class LeftOuts {
  readonly #engine: AudienceEngine;
  readonly #found = new RecentlyUsed<Cell<LeftOut>>(MOST_DEFINITIONS);
  readonly #sizes = new RecentlyUsed<Cell<number>>(MOST_SIZES);

  /** `engine` is the one below the views. */
  constructor(engine: AudienceEngine) {
    this.#engine = engine;
  }

  /** Of a question about a view; nothing where its numbers are exact. @throws SilhouetteError `too-large`, `not-allowed` */
  async find(question: Question): Promise<LeftOut> {
    const { snapshot, predicate } = question;
    const rounding = viewOf(snapshot)?.rounding ?? null;
    if (rounding === null) return { predicate, paths: [], partly: [] };
    checkAsOf(snapshot, question.asOfMs);
    // Paths are those of the spelling: hashes are of the meaning.
    const found = this.#found.find(JSON.stringify([nameViewed(question), predicate], writeBigInt), makeCell<LeftOut>);
    return findOnce(found, question.signal, () =>
      leaveOut(
        predicate,
        (one) => this.#count({ ...question, predicate: one }),
        (count) => tellCount(rounding, count) === 0,
      ),
    );
  }

  /** The question without what is left out of it. */
  async shorten<T extends Question>(question: T): Promise<T> {
    const { predicate } = await this.find(question);
    return predicate === question.predicate ? question : { ...question, predicate };
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
