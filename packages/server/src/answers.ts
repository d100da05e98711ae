import {
  answerCatalog,
  type CustomerOpener,
  checkAttributes,
  collectNotes,
  compareAudiences,
  countBase,
  type EngineName,
  Engines,
  explainAudience,
  explainMembership,
  exploreAudience,
  findRows,
  findSubject,
  type IndexState,
  listValues,
  lookAhead,
  type MemberPage,
  overlapAudiences,
  type PreparedQuestion,
  type PreparedVersus,
  portraitAudience,
  type Question,
  readMemberPages,
  searchValues,
  tellHistory,
  type WrittenAudience,
} from '@silhouette/engine';
import type { Snapshot, Workspace } from '@silhouette/lake';
import type {
  AttributeId,
  CatalogAnswer,
  CatalogRowsAnswer,
  CompareAnswer,
  ExplainAnswer,
  ExploreAnswer,
  HistoryAnswer,
  HistoryPoint,
  LookAheadAnswer,
  Note,
  OverlapAnswer,
  PortraitAnswer,
  ValuesAnswer,
  WhyAnswer,
} from '@silhouette/model';
import type { Metrics } from './metrics.ts';
import type { ValuesSubject } from './read-query.ts';

/** A page of members, before its cursor is written. */
export interface MembersRows {
  readonly count: number | null;
  readonly engine: EngineName;
  readonly rows: readonly { readonly key: string; readonly values: readonly (string | boolean | readonly string[] | null)[] }[];
}

/** The engines of one server, and what is asked of them. */
export class Answers {
  private readonly engines: Engines;
  private readonly catalogs = new WeakMap<Snapshot, Promise<CatalogAnswer>>();
  /** Base of each snapshot at its own as-of: it never changes. */
  private readonly bases = new WeakMap<Snapshot, Promise<number>>();

  /** `onFailure` is told when an index could not be built beside the answers. */
  constructor(workspace: Workspace, indexMemoryBytes: number | undefined, onFailure: (error: unknown) => void) {
    this.engines = new Engines({
      index: {
        indexDir: workspace.indexDir,
        build: 'background',
        onFailure,
        budgetBytes: indexMemoryBytes,
      },
    });
  }

  /** Opens (or begins to build) the index of a snapshot and counts everyone by the first panels, before anybody asks. */
  async warm(snapshot: Snapshot): Promise<void> {
    await this.countBase(snapshot);
    const everyone: Question = { snapshot, asOfMs: snapshot.asOfMs, predicate: { kind: 'all', children: [] } };
    await this.engines.answer(null, (engine) => engine.panels(everyone, snapshot.catalog.panels));
  }

  /** How the index of a snapshot stands. */
  describeIndex(snapshot: Snapshot): IndexState {
    return this.engines.describeIndex(snapshot);
  }

  explore(
    question: PreparedQuestion,
    panels: readonly string[] | null,
    engine: EngineName | null,
    metrics: Metrics,
  ): Promise<ExploreAnswer> {
    return timed(
      metrics,
      'explore',
      this.engines.answer(engine, (one) => exploreAudience(one, this.engines.valueLists, question, panels)),
    );
  }

  lookAhead(
    question: PreparedQuestion,
    conditions: readonly PreparedQuestion[],
    engine: EngineName | null,
    metrics: Metrics,
  ): Promise<LookAheadAnswer> {
    return timed(
      metrics,
      'look-ahead',
      this.engines.answer(engine, (one) => lookAhead(one, question, conditions)),
    );
  }

  explain(question: PreparedQuestion, engine: EngineName | null, metrics: Metrics): Promise<ExplainAnswer> {
    return timed(
      metrics,
      'explain',
      this.engines.answer(engine, (one) => explainAudience(one, this.engines.valueLists, question)),
    );
  }

  portrait(
    question: PreparedQuestion,
    versus: PreparedVersus,
    top: number,
    engine: EngineName | null,
    metrics: Metrics,
  ): Promise<PortraitAnswer> {
    return timed(
      metrics,
      'portrait',
      this.engines.answer(engine, (one) => portraitAudience(one, this.engines.valueLists, question, versus, top)),
    );
  }

  overlap(
    audiences: readonly [WrittenAudience, ...WrittenAudience[]],
    top: number | null,
    engine: EngineName | null,
    metrics: Metrics,
  ): Promise<OverlapAnswer> {
    return timed(
      metrics,
      'overlap',
      this.engines.answer(engine, (one) => overlapAudiences(one, this.engines.valueLists, audiences, top)),
    );
  }

  compare(
    before: WrittenAudience,
    after: WrittenAudience,
    engine: EngineName | null,
    metrics: Metrics,
  ): Promise<CompareAnswer> {
    return timed(
      metrics,
      'compare',
      this.engines.answer(engine, (one) => compareAudiences(one, this.engines.valueLists, before, after)),
    );
  }

  /** `tell` hears each point once, in order, as soon as it is counted. */
  history(
    question: PreparedQuestion,
    months: number,
    engine: EngineName | null,
    metrics: Metrics,
    tell: (point: HistoryPoint) => void,
  ): Promise<HistoryAnswer> {
    let told = 0;
    // Where a second engine begins anew, its first points are those that were told already: every engine gives the same.
    const tellOnce = (point: HistoryPoint, place: number): void => {
      if (place < told) return;
      told += 1;
      tell(point);
    };
    return timed(
      metrics,
      'history',
      this.engines.answer(engine, (one) => tellHistory(one, this.engines.valueLists, question, months, tellOnce)),
    );
  }

  /** Why the customer of a key is in a group or is not. */
  why(question: PreparedQuestion, key: string, metrics: Metrics): Promise<WhyAnswer> {
    const { snapshot } = question.question;
    const open: CustomerOpener = (customer, needs) => this.engines.openCustomer(snapshot, customer, needs);
    return timed(metrics, 'why', explainMembership(open, this.engines.valueLists, question, key));
  }

  /** One page of members; the count too when `withCount`. */
  async members(
    { question }: PreparedQuestion,
    page: { readonly attributes: readonly AttributeId[]; readonly afterKey: string | null; readonly limit: number },
    engine: EngineName | null,
    withCount: boolean,
  ): Promise<MembersRows> {
    return this.engines.answer(engine, async (chosen) => {
      const [rows, size] = await Promise.all([chosen.members(question, page), withCount ? chosen.count(question) : null]);
      return { rows, count: size?.count ?? null, engine: chosen.name };
    });
  }

  /** All members in the order of their keys, page by page. */
  memberPages({ question }: PreparedQuestion, attributes: readonly AttributeId[]): AsyncIterable<MemberPage> {
    return readMemberPages(this.engines, null, question, attributes);
  }

  /** How many match, of how many. */
  count({ question }: PreparedQuestion): Promise<{ readonly count: number; readonly base: number }> {
    return this.engines.answer(null, (engine) => engine.count(question));
  }

  /** What can be asked, with its figures; counted once for each snapshot and what of it may be known. */
  answerCatalog(snapshot: Snapshot): Promise<CatalogAnswer> {
    const known = this.catalogs.get(snapshot);
    if (known !== undefined) return known;
    const answered = this.engines.answer(null, (engine) => answerCatalog(engine, snapshot));
    this.catalogs.set(snapshot, answered);
    answered.catch(() => this.catalogs.delete(snapshot));
    return answered;
  }

  /** Customers at a snapshot's own as-of. */
  countBase(snapshot: Snapshot): Promise<number> {
    const known = this.bases.get(snapshot);
    if (known !== undefined) return known;
    const counted = this.engines.answer(null, (engine) => countBase(engine, snapshot));
    this.bases.set(snapshot, counted);
    counted.catch(() => this.bases.delete(snapshot));
    return counted;
  }

  /** What a question's reader must know. */
  collectNotes(question: PreparedQuestion, showsAttributes: boolean): Promise<Note[]> {
    return collectNotes(this.engines.valueLists, question, showsAttributes);
  }

  listValues(snapshot: Snapshot, subject: ValuesSubject, search: string, limit: number): Promise<ValuesAnswer> {
    return listValues(this.engines.valueLists, snapshot, findSubject(snapshot, subject), search, limit);
  }

  searchValues(snapshot: Snapshot, text: string, limit: number): Promise<ValuesAnswer> {
    return searchValues(this.engines.valueLists, snapshot, text, limit);
  }

  /** @throws SilhouetteError `unknown-event`, `unknown-field` for what who asks does not have. */
  describeRows(snapshot: Snapshot, event: string, field: string | null): Promise<CatalogRowsAnswer> {
    return this.engines.describeRows(snapshot, findRows(snapshot, event, field));
  }

  /** Ids that a person named. @throws SilhouetteError `unknown-attribute`. */
  checkAttributes(snapshot: Snapshot, ids: readonly string[], path: string): readonly AttributeId[] {
    return checkAttributes(snapshot, ids, path);
  }

  close(): Promise<void> {
    return this.engines.close();
  }
}

async function timed<T extends { readonly engine: string; readonly elapsedMs: number }>(
  metrics: Metrics,
  question: string,
  answer: Promise<T>,
): Promise<T> {
  const done = await answer;
  metrics.answerSeconds.observe({ engine: done.engine, question }, done.elapsedMs / 1000);
  return done;
}
