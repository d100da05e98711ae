import type { AttributeId, ResolvedPredicate } from '@silhouette/model';
import { throwIfWithdrawn } from '../answer/throw-if-withdrawn.ts';
import type {
  AttributePortrait,
  AudienceEngine,
  AudienceSize,
  PanelData,
  PortraitData,
  Question,
  Versus,
} from '../audience-engine.ts';
import { joinLists, makeConstant } from './condition-tree.ts';
import type { PrunedDefinition } from './leave-out.ts';
import { type LeftOuts, pruningFor } from './left-outs.ts';
import { RoundedPanels } from './rounded-panels.ts';
import { isUntold, type Rounding, tellCount, tellPart } from './rounding.ts';
import { type AttributeSpread, type Spread, Spreads, settleSpread } from './spreads.ts';
import { toWholeQuestion } from './view.ts';

type Scope = Omit<Question, 'predicate'>;

const EVERYONE = makeConstant('all');
const NOBODY: AttributeSpread = { present: 0, counts: [] };

/** Answers in rounded numbers, of definitions that are pruned, as a whole and within each part of them that is told. */
export class RoundedAnswers {
  readonly #engine: AudienceEngine;
  readonly #leftOuts: LeftOuts;

  /** `engine` is the one below the views. */
  constructor(engine: AudienceEngine, leftOuts: LeftOuts) {
    this.#engine = engine;
    this.#leftOuts = leftOuts;
  }

  async count(question: Question, rounding: Rounding): Promise<AudienceSize> {
    return tellSize(await this.#countPruned(question, rounding), rounding);
  }

  /**
   * Sizes at several as-ofs, the newest last. Going back, one that differs from the last that was told by few is told as that one: few
   * who came or went between two as-ofs are not told of.
   */
  async sizes(question: Question, asOfs: readonly number[], rounding: Rounding): Promise<readonly AudienceSize[]> {
    const exact: AudienceSize[] = [];
    for (const asOfMs of asOfs.toReversed()) {
      throwIfWithdrawn(question.signal);
      const { count, base } = await this.#countPruned({ ...question, asOfMs }, rounding);
      const after = exact.at(-1);
      const stay = (now: number, then: number): number => (isUntold(rounding, Math.abs(now - then)) ? then : now);
      exact.push(after === undefined ? { count, base } : { count: stay(count, after.count), base: stay(base, after.base) });
    }
    return exact.toReversed().map((size) => tellSize(size, rounding));
  }

  /** `isMasked`: of which attributes nothing but presence is told. */
  async panels(
    question: Question,
    attributes: readonly AttributeId[],
    rounding: Rounding,
    isMasked: (id: AttributeId) => boolean,
  ): Promise<AudienceSize & { readonly panels: readonly PanelData[] }> {
    const { predicate, tree } = await this.#leftOuts.prune(question, rounding);
    const whole = toWholeQuestion({ ...question, predicate });
    const panels = new RoundedPanels(this.#engine, whole, tree, pruningFor(question, rounding), rounding);
    const answer = await panels.answer(attributes, isMasked);
    return { ...tellSize(answer, rounding), panels: answer.panels };
  }

  /** A portrait of exact numbers of the pruned definition, settled within each part, to be told. */
  async portrait(
    question: Question,
    versus: Versus,
    attributes: readonly AttributeId[],
    rounding: Rounding,
  ): Promise<PortraitData> {
    const { whole, own, other, beside } = await this.#pruneBoth(question, versus, rounding);
    const data = await this.#engine.portrait(whole, beside, attributes);
    return this.#settlePortrait(whole, { own, other, versus: versus.kind }, data, question, rounding);
  }

  /** The same, not settled: few of a part may decide its numbers, which are to choose attributes by. */
  async draft(
    question: Question,
    versus: Versus,
    attributes: readonly AttributeId[],
    rounding: Rounding,
  ): Promise<PortraitData> {
    const { whole, beside } = await this.#pruneBoth(question, versus, rounding);
    return this.#engine.portrait(whole, beside, attributes);
  }

  /** Drafts of several groups beside one. */
  async drafts(
    scope: Scope,
    predicates: readonly ResolvedPredicate[],
    versus: ResolvedPredicate,
    attributes: readonly AttributeId[],
    rounding: Rounding,
  ): Promise<readonly PortraitData[]> {
    const prune = async (predicate: ResolvedPredicate): Promise<ResolvedPredicate> =>
      (await this.#leftOuts.prune({ ...scope, predicate }, rounding)).predicate;
    const pruned: ResolvedPredicate[] = [];
    for (const predicate of predicates) pruned.push(await prune(predicate));
    return this.#engine.portraits(toWholeQuestion(scope), pruned, await prune(versus), attributes);
  }

  /** Pairs of pruned definitions, as engines count them all at once. */
  async overlaps(
    scope: Scope,
    predicates: readonly ResolvedPredicate[],
    rounding: Rounding,
  ): Promise<readonly (readonly number[])[]> {
    const pruned: ResolvedPredicate[] = [];
    for (const predicate of predicates) pruned.push((await this.#leftOuts.prune({ ...scope, predicate }, rounding)).predicate);
    const sizes = await this.#engine.overlaps(toWholeQuestion(scope), pruned);
    const own = (place: number): number => sizes[place]?.[place] ?? 0;
    return sizes.map((row, one) =>
      row.map((size, other) =>
        Math.min(
          tellPart(rounding, size, Math.min(own(one), own(other))),
          tellCount(rounding, own(one)),
          tellCount(rounding, own(other)),
        ),
      ),
    );
  }

  async #pruneBoth(question: Question, versus: Versus, rounding: Rounding) {
    const own = await this.#leftOuts.prune(question, rounding);
    const other =
      versus.kind === 'audience' ? await this.#leftOuts.prune({ ...question, predicate: versus.predicate }, rounding) : null;
    const beside: Versus = other === null ? versus : { kind: 'audience', predicate: other.predicate };
    return { own, other, beside, whole: toWholeQuestion({ ...question, predicate: own.predicate }) };
  }

  async #countPruned(question: Question, rounding: Rounding): Promise<AudienceSize> {
    const { predicate } = await this.#leftOuts.prune(question, rounding);
    return this.#engine.count(toWholeQuestion({ ...question, predicate }));
  }

  async #settlePortrait(
    whole: Question,
    groups: { readonly own: PrunedDefinition; readonly other: PrunedDefinition | null; readonly versus: Versus['kind'] },
    data: PortraitData,
    question: Question,
    rounding: Rounding,
  ): Promise<PortraitData> {
    const pruning = pruningFor(question, rounding);
    const attributes = data.attributes.map(({ attribute }) => attribute);
    const spreads = new Spreads((predicate) =>
      this.#engine.portrait({ ...whole, predicate }, { kind: 'everyone' }, attributes),
    );
    const settle = (definition: PrunedDefinition): Promise<Spread> =>
      settleSpread(joinLists(definition.tree), spreads, pruning);
    const own = await settle(groups.own);
    const everyone = await spreads.of(EVERYONE);
    if (groups.other === null) {
      // Of the rest nobody is in both; it is what is left of everyone in each part.
      const isRest = groups.versus === 'rest';
      return {
        ...data,
        attributes: data.attributes.map((one, place) =>
          fillIn(
            one,
            own.attributes[place],
            isRest ? subtract(everyone.attributes[place], own.attributes[place]) : everyone.attributes[place],
            isRest ? subtract(own.attributes[place], own.attributes[place]) : own.attributes[place],
          ),
        ),
      };
    }
    const meeting: ResolvedPredicate = { kind: 'all', children: [groups.own.predicate, groups.other.predicate] };
    const both = await this.#leftOuts.prune({ ...question, predicate: meeting }, rounding);
    const [versus, met] = [await settle(groups.other), await settle(both)];
    return {
      ...data,
      bothCount: met.count,
      attributes: data.attributes.map((one, place) =>
        fillIn(one, own.attributes[place], versus.attributes[place], met.attributes[place]),
      ),
    };
  }
}

function tellSize({ count, base }: AudienceSize, rounding: Rounding): AudienceSize {
  return { count: tellPart(rounding, count, base), base: tellCount(rounding, base) };
}

/** A portrait's numbers of one attribute, of the members, of those compared with and of both. */
function fillIn(
  portrait: AttributePortrait,
  own: AttributeSpread = NOBODY,
  versus: AttributeSpread = NOBODY,
  both: AttributeSpread = NOBODY,
): AttributePortrait {
  return {
    ...portrait,
    ...{ present: own.present, versusPresent: versus.present, bothPresent: both.present },
    ...{ counts: own.counts, versusCounts: versus.counts, bothCounts: both.counts },
  };
}

function subtract(whole: AttributeSpread = NOBODY, part: AttributeSpread = NOBODY): AttributeSpread {
  return {
    present: whole.present - part.present,
    counts: Array.from(whole.counts, (count, place) => count - (part.counts[place] ?? 0)),
  };
}
