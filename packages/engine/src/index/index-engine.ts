import {
  type AggregateResult,
  IndexError,
  type MaskExpression,
  type StepExpressions,
  subtractResults,
} from '@silhouette/bitslice';
import type { Snapshot } from '@silhouette/lake';
import {
  type Attribute,
  type AttributeId,
  type Predicate,
  type ResolvedPredicate,
  SilhouetteError,
  UnsupportedPredicateError,
} from '@silhouette/model';
import { throwIfWithdrawn } from '../answer/throw-if-withdrawn.ts';
import type {
  AudienceEngine,
  AudienceSize,
  MemberRow,
  MembersPage,
  PanelData,
  PanelDetail,
  PortraitData,
  Question,
  StepGroup,
  StepSize,
  Versus,
} from '../audience-engine.ts';
import { nameScope } from '../chdb/name-scope.ts';
import { RecentlyUsed } from '../chdb/recently-used.ts';
import { requireAttribute } from '../chdb/require-attribute.ts';
import { formatMemberValue } from './answer/format-member-value.ts';
import { type ListedMember, listMembers } from './answer/list-members.ts';
import { listOnes } from './answer/list-ones.ts';
import { type BaseKnowledge, readPanels } from './answer/read-panels.ts';
import { describePortrait, joinRanges, planPortrait } from './answer/read-portrait.ts';
import { moveRepeatedEvenings } from './answer/repeated-evenings.ts';
import { type FactsOf, ScopeFacts } from './answer/scope-facts.ts';
import { compileAudience, compileBase, joinParts, keyOf } from './compile/compile-audience.ts';
import type { CompileContext } from './compile/compile-context.ts';
import { expressionKey } from './compile/expression-key.ts';
import type { AttributeFacts } from './index-about.ts';
import { attributeColumn } from './index-names.ts';
import { isUnreadable } from './is-unreadable.ts';
import type { SnapshotIndex } from './open-index.ts';

/** Where an engine's indexes come from. */
export interface IndexSource {
  /** The open index of a snapshot. @throws UnsupportedPredicateError where there is none (yet) */
  provide(snapshot: Snapshot): Promise<SnapshotIndex>;
  /** A file of the snapshot's index is not what was written: it must not be asked again. */
  invalidate(snapshot: Snapshot): Promise<void>;
  close(): Promise<void>;
}

/** As-ofs whose base is remembered. */
const MAX_BASES = 8;

/** Answers from the bit-sliced index: the whole language, exactly, in milliseconds. */
export class IndexEngine implements AudienceEngine {
  readonly name = 'index';
  readonly #source: IndexSource;
  readonly #bases = new RecentlyUsed<BaseKnowledge & { readonly portraits: Map<string, AggregateResult> }>(MAX_BASES);

  readonly #facts = new ScopeFacts();

  /** The group that was compared with last, counted. */
  #versus: { readonly key: string; readonly results: readonly AggregateResult[] } | null = null;

  /** An engine on a source, which `close` closes. */
  constructor(source: IndexSource) {
    this.#source = source;
  }

  async count(question: Question): Promise<AudienceSize> {
    return this.#ask(question, async (index) => {
      const { members, base } = this.#groups(index, question);
      // What is known of bases is left alone: a history asks at dozens of as-ofs, and the one that people look at stays.
      const { counts } = await index.bits.ask({ groups: [members, base], aggregates: [] }, question.signal);
      return { count: counts[0] ?? 0, base: counts[1] ?? 0 };
    });
  }

  steps(scope: Omit<Question, 'predicate'>, group: StepGroup): Promise<readonly StepSize[]> {
    return this.#ask(scope, (index) => {
      const context = contextOf(index, scope);
      const compile = ({ join, parts }: StepGroup): StepExpressions => ({
        join,
        parts: parts.map(({ predicate, inner }) => ({
          expression: compileAudience(predicate, context),
          inner: inner === null ? null : compile(inner),
        })),
      });
      return index.bits.countSteps(compileScope(scope, context), compile(group), scope.signal);
    });
  }

  panels(
    question: Question,
    ids: readonly AttributeId[],
    detail: PanelDetail = 'all',
  ): Promise<AudienceSize & { readonly panels: readonly PanelData[] }> {
    const attributes = ids.map((id) => requireAttribute(question.snapshot.catalog, id));
    return this.#ask(question, async (index) => {
      const factsOf = await this.#factsOf(index, question, attributes);
      const groups = this.#groups(index, question);
      return readPanels(index, groups, attributes, this.#base(question), factsOf, detail, question.signal);
    });
  }

  members(question: Question, page: MembersPage): Promise<readonly MemberRow[]> {
    return this.#ask(question, (index) => this.#readMembers(index, question, page));
  }

  async #readMembers(index: SnapshotIndex, question: Question, page: MembersPage): Promise<readonly MemberRow[]> {
    const attributes = page.attributes.map((id) => requireAttribute(question.snapshot.catalog, id));
    const { members } = this.#groups(index, question);
    const listed = [];
    const { signal } = question;
    for await (const chunk of listMembers(index.bits, members, page.afterKey, page.limit, signal)) listed.push(...chunk);
    const columns = await index.bits.gather(
      listed.map(({ place }) => place),
      attributes.map(({ id, type }) => ({ column: attributeColumn(id), asTexts: type === 'text' || type === 'tags' })),
    );
    const values = attributes.map((attribute) => index.valuesOf(null, attribute.id));
    return listed.map(({ key }, row) => ({
      key,
      values: attributes.map((attribute, column) =>
        formatMemberValue(attribute, columns[column]?.[row] ?? null, values[column] ?? []),
      ),
    }));
  }

  async *memberKeys(question: Question): AsyncIterable<readonly string[]> {
    const { signal } = question;
    let after: string | null = null;
    for (;;) {
      const from: string | null = after;
      const chunk: readonly ListedMember[] = await this.#ask(question, async (index) => {
        const { members } = this.#groups(index, question);
        for await (const listed of listMembers(index.bits, members, from, Number.POSITIVE_INFINITY, signal)) return listed;
        return [];
      });
      if (chunk.length === 0) return;
      yield chunk.map(({ key }) => key);
      after = chunk.at(-1)?.key ?? null;
    }
  }

  async *memberOrdinals(question: Question): AsyncIterable<Uint32Array> {
    const { shardPlaces, masks } = await this.#ask(question, async (index) => ({
      shardPlaces: index.bits.shardPlaces,
      masks: await index.bits.masks(this.#groups(index, question).members, question.signal),
    }));
    // A shard's places are its customers in the order of their ordinals, which go on from shard to shard.
    let first = 0;
    for (const { shard, bytes } of masks) {
      yield listOnes(bytes, first);
      first += shardPlaces[shard] ?? 0;
    }
  }

  portrait(question: Question, versus: Versus, ids: readonly AttributeId[]): Promise<PortraitData> {
    const attributes = ids.map((id) => requireAttribute(question.snapshot.catalog, id));
    return this.#ask(question, (index) => this.#readPortrait(index, question, versus, attributes));
  }

  portraits(
    scope: Omit<Question, 'predicate'>,
    predicates: readonly ResolvedPredicate[],
    versus: ResolvedPredicate,
    ids: readonly AttributeId[],
  ): Promise<readonly PortraitData[]> {
    const attributes = ids.map((id) => requireAttribute(scope.snapshot.catalog, id));
    return this.#ask(scope, (index) => this.#compareAudiences(index, scope, predicates, versus, attributes));
  }

  async #readPortrait(
    index: SnapshotIndex,
    question: Question,
    versus: Versus,
    attributes: readonly Attribute[],
  ): Promise<PortraitData> {
    const { members, base } = this.#groups(index, question);
    const known = this.#base(question);
    if (versus.kind === 'audience') {
      const [compared] = await this.#compareAudiences(index, question, [question.predicate], versus.predicate, attributes);
      if (compared === undefined) throw new TypeError('A group was compared, and nothing came of it.');
      return compared;
    }
    const factsOf = await this.#factsOf(index, question, attributes);
    const plan = (attribute: Attribute) => planPortrait(index, attribute, ownFacts(question, factsOf, attribute));
    // Everyone is counted once for each attribute; the rest is everyone without the members.
    const unknown = attributes.filter(({ id }) => !known.portraits.has(id));
    const answer = await index.bits.ask(
      {
        groups: [members, base],
        aggregates: [
          ...attributes.map((attribute) => ({ group: 0, aggregate: plan(attribute), within: base })),
          ...unknown.map((attribute) => ({ group: 1, aggregate: plan(attribute) })),
        ],
      },
      question.signal,
    );
    const results = await joinAll(
      index,
      question,
      factsOf,
      [
        ...attributes.map((attribute) => ({ attribute, group: members })),
        ...unknown.map((attribute) => ({ attribute, group: base })),
      ],
      answer.results,
    );
    unknown.forEach(({ id }, place) => {
      const result = results[attributes.length + place];
      if (result !== undefined) known.portraits.set(id, result);
    });
    const [count = 0, everyone = 0] = answer.counts;
    const isRest = versus.kind === 'rest';
    return {
      count,
      base: everyone,
      versusCount: isRest ? everyone - count : everyone,
      bothCount: isRest ? 0 : count,
      attributes: attributes.map((attribute, place) => {
        const own = requireResult(results[place], attribute);
        const all = requireResult(known.portraits.get(attribute.id), attribute);
        const others = isRest ? subtractResults(all, own) : all;
        return describePortrait(index, attribute, factsOf(attribute.id), own, others, isRest ? null : own);
      }),
    };
  }

  overlaps(
    question: Omit<Question, 'predicate'>,
    predicates: readonly ResolvedPredicate[],
  ): Promise<readonly (readonly number[])[]> {
    return this.#ask(question, (index) =>
      index.bits.overlap(
        predicates.map((predicate) => this.#groups(index, { ...question, predicate }).members),
        question.signal,
      ),
    );
  }

  async close(): Promise<void> {
    this.#bases.clear();
    this.#versus = null;
    this.#facts.clear();
    await this.#source.close();
  }

  /** A damaged index gives no answer: it is thrown away, and the question goes on to the next engine. */
  async #ask<T>(
    { snapshot, signal }: Pick<Question, 'snapshot' | 'signal'>,
    read: (index: SnapshotIndex) => Promise<T>,
  ): Promise<T> {
    const index = await this.#source.provide(snapshot);
    try {
      return await read(index);
    } catch (error) {
      if (!(error instanceof IndexError)) throw error;
      if (isUnreadable(error)) {
        await this.#source.invalidate(snapshot);
        throw new UnsupportedPredicateError('index', `from a damaged index (${error.message}), which was thrown away`);
      }
      if (error.code === 'cancelled') {
        throwIfWithdrawn(signal);
        throw SilhouetteError.of('question-withdrawn', 'The question was withdrawn before it was answered.', '', error);
      }
      throw SilhouetteError.of('engine-failed', error.message, '', error);
    }
  }

  /** Every column is read once, for all groups: reading it takes longer than counting a group by it. */
  async #compareAudiences(
    index: SnapshotIndex,
    scope: Omit<Question, 'predicate'>,
    predicates: readonly ResolvedPredicate[],
    other: ResolvedPredicate,
    attributes: readonly Attribute[],
  ): Promise<readonly PortraitData[]> {
    const { base, members: versus } = this.#groups(index, { ...scope, predicate: other });
    const own = predicates.map((predicate) => this.#groups(index, { ...scope, predicate }).members);
    const both = own.map((members) => joinParts('and', [members, versus]));
    const sizes = await index.bits.ask({ groups: [base, versus, ...own, ...both], aggregates: [] }, scope.signal);
    const [everyone = 0, versusCount = 0, ...counts] = sizes.counts;
    // Several groups are compared with one another's union: it is counted once.
    const key = JSON.stringify([scope.snapshot.id, scope.asOfMs, keyOf(base), keyOf(versus), attributes.map(({ id }) => id)]);
    const known = this.#versus?.key === key ? this.#versus.results : null;
    const shared = both.filter((_, place) => ![counts[place], versusCount].includes(counts[own.length + place]));
    const read = [...own, ...shared, ...(known === null ? [versus] : [])];
    const factsOf = await this.#factsOf(index, scope, attributes);
    const asked = attributes.flatMap((attribute) => {
      const aggregate = planPortrait(index, attribute, ownFacts(scope, factsOf, attribute));
      return read.map((_, group) => ({ group, aggregate, within: base }));
    });
    const answer = await index.bits.ask({ groups: read, aggregates: asked }, scope.signal);
    const pairs = attributes.flatMap((attribute) => read.map((group) => ({ attribute, group })));
    const results = await joinAll(index, scope, factsOf, pairs, answer.results);
    const resultsOf = (group: MaskExpression): readonly AggregateResult[] =>
      attributes.map((attribute, place) => requireResult(results[place * read.length + read.indexOf(group)], attribute));
    const compared = known ?? resultsOf(versus);
    this.#versus = { key, results: compared };
    return own.map((members, place) => {
      const [count = 0, bothCount = 0] = [counts[place], counts[own.length + place]];
      const mine = resultsOf(members);
      const inBoth = both[place] ?? members;
      // A group within the other has nobody whom the two have not in common.
      const common = bothCount === count ? mine : bothCount === versusCount ? compared : resultsOf(inBoth);
      const describe = (attribute: Attribute, at: number) =>
        describePortrait(
          index,
          attribute,
          factsOf(attribute.id),
          requireResult(mine[at], attribute),
          requireResult(compared[at], attribute),
          requireResult(common[at], attribute),
        );
      return { count, base: everyone, versusCount, bothCount, attributes: attributes.map(describe) };
    });
  }

  #factsOf(index: SnapshotIndex, question: Omit<Question, 'predicate'>, attributes: readonly Attribute[]): Promise<FactsOf> {
    const { snapshot, scope } = question;
    const everyone: Question = { snapshot, asOfMs: snapshot.asOfMs, predicate: { kind: 'all', children: [] }, scope };
    return this.#facts.find(index, scope, () => this.#groups(index, everyone).base, attributes);
  }

  #base({ snapshot, asOfMs, scope }: Question): BaseKnowledge & { readonly portraits: Map<string, AggregateResult> } {
    const key = nameScope(snapshot, scope, asOfMs);
    return this.#bases.find(key, () => ({
      count: null,
      distributions: new Map(),
      portraits: new Map(),
    }));
  }

  #groups(index: SnapshotIndex, question: Question) {
    const context = contextOf(index, question);
    const base = compileScope(question, context);
    return { base, members: within(base, compileAudience(question.predicate, context), question.predicate) };
  }
}

function contextOf(index: SnapshotIndex, { snapshot, asOfMs }: Omit<Question, 'predicate'>): CompileContext {
  return {
    catalog: snapshot.catalog,
    asOfMs,
    dictionary: (event, id) => index.numbersOf(event, id),
    ranks: (event, field) => index.ranksOf(event, field),
    recent: (event) => index.about.recent[event] ?? [],
  };
}

/** The base at the as-of, cut to the scope. */
function compileScope({ asOfMs, scope }: Omit<Question, 'predicate'>, context: CompileContext): MaskExpression {
  const everyone = compileBase(asOfMs);
  return scope === undefined ? everyone : within(everyone, compileAudience(scope, context), scope);
}

/** The members within the base: every condition with the base, so that all of one group are intersected at once. */
function within(base: MaskExpression, expression: MaskExpression, predicate: Predicate): MaskExpression {
  if (expression.kind === 'everything') return base;
  if (predicate.kind === 'all' && expression.kind === 'and') {
    const parts = [base, ...expression.parts];
    return { kind: 'and', parts, key: expressionKey(['within', parts.map(keyOf)]) };
  }
  return joinParts('and', [base, expression]);
}

/** The facts of a scope's own; null: those of everyone, whose ranges the index has stored. */
function ownFacts({ scope }: Omit<Question, 'predicate'>, factsOf: FactsOf, { id }: Attribute): AttributeFacts | null {
  return scope === undefined ? null : (factsOf(id) ?? null);
}

/** Results as ranges where they are of numbers. Ranges lie between local days, the index's between instants: evenings that come twice are moved. */
async function joinAll(
  index: SnapshotIndex,
  question: Omit<Question, 'predicate'>,
  factsOf: FactsOf,
  asked: readonly { readonly attribute: Attribute; readonly group: MaskExpression }[],
  results: readonly AggregateResult[],
): Promise<readonly AggregateResult[]> {
  const zone = index.snapshot.catalog.timeZone;
  const joined: AggregateResult[] = [];
  for (const [place, { attribute, group }] of asked.entries()) {
    const result = joinRanges(
      attribute,
      requireResult(results[place], attribute),
      ownFacts(question, factsOf, attribute),
      zone,
    );
    const days = (factsOf(attribute.id)?.cuts ?? []).map(Number);
    if (result.kind === 'ranges')
      await moveRepeatedEvenings(index.bits, attribute, group, days, zone, result.counts.subarray(1));
    joined.push(result);
  }
  return joined;
}

function requireResult(result: AggregateResult | undefined, { id }: Attribute): AggregateResult {
  if (result === undefined) throw new TypeError(`"${id}" was not counted.`);
  return result;
}
