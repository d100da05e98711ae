import { totalmem } from 'node:os';
import { ChdbSession, type Snapshot } from '@silhouette/lake';
import { type CatalogRowsAnswer, SilhouetteError, UnsupportedPredicateError } from '@silhouette/model';
import { describeRows, type RowsSubject } from '../answer/describe-rows.ts';
import { ValueLists } from '../answer/value-lists.ts';
import type { AudienceEngine, EngineName, Question } from '../audience-engine.ts';
import { ChdbEngine } from '../chdb/chdb-engine.ts';
import { RecentlyUsed } from '../chdb/recently-used.ts';
import { IndexEngine } from '../index/index-engine.ts';
import { type IndexState, IndexStore, type IndexStoreOptions } from '../index/index-store.ts';
import { type CustomerNeeds, openCustomer } from '../reference/open-customer.ts';
import type { ReferenceData } from '../reference/reference-data.ts';
import { ReferenceEngine } from '../reference/reference-engine.ts';
import { SnapshotReferenceData } from '../reference/snapshot-reference-data.ts';
import { takeFirstShard } from '../verify/take-first-shard.ts';
import { keyMaskOf, viewOf } from '../view/view.ts';
import { ViewEngine } from '../view/view-engine.ts';

/** What the engines of a process are given; nothing: no index. */
export interface EnginesOptions {
  /** How indexes are kept and built; null: there is no index, and questions go to ClickHouse. */
  readonly index: Omit<IndexStoreOptions, 'session'> | null;
}

/** Events and fields whose rows are remembered. */
const MOST_ROWS = 200;

/** The engines of one process, each opened when first asked. */
export class Engines {
  private readonly opened = new Map<EngineName, Promise<AudienceEngine>>();
  private readonly indexes: IndexStore | null;
  /** Values that occur in snapshots, for notes, editors and search. */
  readonly valueLists: ValueLists;
  private readonly rows = new RecentlyUsed<Promise<CatalogRowsAnswer>>(MOST_ROWS);
  private session: Promise<ChdbSession> | null = null;

  constructor({ index }: EnginesOptions = { index: null }) {
    this.indexes = index === null ? null : new IndexStore({ ...index, session: () => this.openSession() });
    this.valueLists = new ValueLists(() => this.openSession(), this.indexes);
  }

  /**
   * An answer of the engine a name forces, or else of the first engine that can express the question: one moves on only
   * for `UnsupportedPredicateError`; any other failure is the answer.
   * @throws SilhouetteError `unsupported-predicate` when a forced engine cannot answer, or is not part of this version.
   */
  async answer<T>(forced: EngineName | null, ask: (engine: AudienceEngine) => Promise<T>): Promise<T> {
    if (forced !== null) return ask(await this.open(forced));
    let refusal: unknown = null;
    for (const name of this.indexes === null ? ORDER.filter((one) => one !== 'index') : ORDER) {
      try {
        return await ask(await this.open(name));
      } catch (error) {
        if (!(error instanceof UnsupportedPredicateError)) throw error;
        refusal = error;
      }
    }
    throw refusal;
  }

  /** An engine by name. @throws SilhouetteError `unsupported-predicate` for one that this version has not. */
  open(name: EngineName): Promise<AudienceEngine> {
    const known = this.opened.get(name);
    if (known !== undefined) return known;
    const engine = this.make(name).then((made) => new ViewEngine(made));
    this.opened.set(name, engine);
    engine.catch(() => this.opened.delete(name));
    return engine;
  }

  /** How the index of a snapshot stands: ready, being built, or neither. */
  describeIndex(snapshot: Snapshot): IndexState {
    return this.indexes?.describe(viewOf(snapshot)?.whole ?? snapshot) ?? 'none';
  }

  /** The rows of a snapshot as the reference engine reads them. */
  async openRows(snapshot: Snapshot): Promise<ReferenceData> {
    return new SnapshotReferenceData(await this.openSession(), snapshot);
  }

  /** The rows of one customer (who is number 0 in them); null for a key, or pseudonym where keys are masked, that the snapshot does not know. */
  async openCustomer(
    snapshot: Snapshot,
    told: string,
    needs: CustomerNeeds,
  ): Promise<{ readonly data: ReferenceData; readonly customer: number } | null> {
    const view = viewOf(snapshot);
    const mask = keyMaskOf(snapshot);
    const key = mask === null ? told : mask.find(told);
    if (key === null) return null;
    if (view !== null && !(await this.isSeen(snapshot, key))) return null;
    const data = await openCustomer(await this.openSession(), view?.whole ?? snapshot, key, needs);
    return data === null ? null : { data, customer: 0 };
  }

  /** How the rows of an event or the values of a field of it are spread; each read once while it is asked for now and then. */
  describeRows(snapshot: Snapshot, subject: RowsSubject): Promise<CatalogRowsAnswer> {
    const key = JSON.stringify([snapshot.id, viewOf(snapshot)?.key ?? null, subject.event.id, subject.field?.id ?? null]);
    const answer = this.rows.find(key, () => this.openSession().then((session) => describeRows(session, snapshot, subject)));
    answer.catch(() => this.rows.forget(key));
    return answer;
  }

  /** The rows that values for random definitions are drawn from: of a large snapshot those of one shard. */
  async openSampleRows(snapshot: Snapshot): Promise<ReferenceData> {
    const session = await this.openSession();
    return new SnapshotReferenceData(session, await takeFirstShard(session, snapshot));
  }

  /** Closes the engines that were opened. */
  async close(): Promise<void> {
    const engines = [...this.opened.values()];
    const { session } = this;
    this.opened.clear();
    this.session = null;
    await Promise.all(engines.map(async (engine) => (await engine).close()));
    await this.indexes?.close();
    if (session !== null) await (await session).close();
  }

  /** Whether a customer is there for who sees a view; at the snapshot's own as-of. */
  private async isSeen(snapshot: Snapshot, key: string): Promise<boolean> {
    const question: Question = { snapshot, asOfMs: snapshot.asOfMs, predicate: { kind: 'customers', keys: [key] } };
    const page = { attributes: [], afterKey: null, limit: 1 };
    return (await this.answer(null, (engine) => engine.members(question, page))).length > 0;
  }

  private async make(name: EngineName): Promise<AudienceEngine> {
    switch (name) {
      case 'chdb':
        return new ChdbEngine(await this.openSession());
      case 'reference':
        return new ReferenceEngine((snapshot) => this.openRows(snapshot));
      case 'index':
        if (this.indexes !== null) return new IndexEngine(this.indexes);
        throw SilhouetteError.of('unsupported-predicate', 'There is no index here; use chdb or reference.', 'engine');
      case 'cluster':
        throw SilhouetteError.of(
          'unsupported-predicate',
          'The cluster engine is not part of this version; use index, chdb or reference.',
          'engine',
        );
    }
  }

  private openSession(): Promise<ChdbSession> {
    // A query that would need more is refused: the server lives on.
    this.session ??= ChdbSession.open({ memoryLimitBytes: Math.floor(totalmem() * MEMORY_SHARE) });
    return this.session;
  }
}

/** Of the machine's memory for one query of ClickHouse's. */
const MEMORY_SHARE = 0.6;
/** Fastest first; the reference is asked by name only. */
const ORDER: readonly EngineName[] = ['index', 'chdb'];

/** Customers of a snapshot at its own as-of. */
export async function countBase(engine: AudienceEngine, snapshot: Snapshot): Promise<number> {
  const { base } = await engine.count({ snapshot, asOfMs: snapshot.asOfMs, predicate: { kind: 'all', children: [] } });
  return base;
}
