import { type AttributeId, findAttribute, type ResolvedPredicate } from '@silhouette/model';
import type { AttributePortrait, AudienceEngine, AudienceSize, PanelData, Question } from '../audience-engine.ts';
import { choosePanelValues } from '../panel/choose-panel-values.ts';
import { type ConditionTree, joinLists, makeConstant } from './condition-tree.ts';
import type { PruningOptions } from './pruning.ts';
import { type CountOthers, tellPanel, tellValuesPanel } from './round-panel.ts';
import { type Rounding, tellCount } from './rounding.ts';
import { type AttributeSpread, countWithin, type Spread, Spreads, settleSpread } from './spreads.ts';

/** Types whose panels list values. */
const VALUED: ReadonlySet<string> = new Set(['category', 'boolean', 'tags']);
const EVERYONE = makeConstant('all');

/**
 * Panels of a pruned definition in rounded numbers. Engines choose the values that they list by exact numbers: here all values are
 * read, and chosen by the numbers told. Every value, bin and presence is counted within itself ({@link countWithin}).
 */
export class RoundedPanels {
  readonly #engine: AudienceEngine;
  readonly #whole: Question;
  readonly #tree: ConditionTree;
  readonly #pruning: Omit<PruningOptions, 'count'>;
  readonly #rounding: Rounding;

  /** `whole` asks for the definition of `tree` below the views. */
  constructor(
    engine: AudienceEngine,
    whole: Question,
    tree: ConditionTree,
    pruning: Omit<PruningOptions, 'count'>,
    rounding: Rounding,
  ) {
    this.#engine = engine;
    this.#whole = whole;
    this.#tree = joinLists(tree);
    this.#pruning = pruning;
    this.#rounding = rounding;
  }

  /** In the order asked, beside the exact size. `isMasked`: of which attributes nothing but presence is told. */
  async answer(
    attributes: readonly AttributeId[],
    isMasked: (id: AttributeId) => boolean,
  ): Promise<AudienceSize & { readonly panels: readonly PanelData[] }> {
    const isListed = (id: AttributeId): boolean =>
      !isMasked(id) && VALUED.has(findAttribute(this.#whole.snapshot.catalog, id)?.type ?? '');
    const [listed, others] = [attributes.filter(isListed), attributes.filter((id) => !isListed(id))];
    const size = await this.#engine.count(this.#whole);
    const panels = new Map<string, PanelData>();
    const told = await Promise.all([this.#tellBinned(others, isMasked, size), this.#tellListed(listed, size)]);
    for (const panel of told.flat()) panels.set(panel.attribute, panel);
    return { ...size, panels: attributes.flatMap((id) => panels.get(id) ?? []) };
  }

  async #tellBinned(
    attributes: readonly AttributeId[],
    isMasked: (id: AttributeId) => boolean,
    size: AudienceSize,
  ): Promise<readonly PanelData[]> {
    if (attributes.length === 0) return [];
    const read = async (question: Question) => {
      const answer = await this.#engine.panels(question, attributes, 'bins');
      return { ...answer, panels: answer.panels.map((panel) => (isMasked(panel.attribute) ? hideValues(panel) : panel)) };
    };
    const { panels } = await read(this.#whole);
    const spreads = new Spreads(async (predicate) => spreadOf(await read({ ...this.#whole, predicate })));
    const settled = await settleSpread(this.#tree, spreads, this.#pruning);
    const missing = await this.#countMissing(attributes, spreads);
    return panels.map((panel, place) =>
      tellPanel(settlePanel(panel, settled.attributes[place], missing[place]), size, this.#rounding),
    );
  }

  async #tellListed(attributes: readonly AttributeId[], size: AudienceSize): Promise<readonly PanelData[]> {
    if (attributes.length === 0) return [];
    const read = (question: Question) => this.#engine.portrait(question, { kind: 'everyone' }, attributes);
    const { attributes: portraits } = await read(this.#whole);
    const spreads = new Spreads((predicate) => read({ ...this.#whole, predicate }));
    const orders = portraits.map(({ attribute }) => findAttribute(this.#whole.snapshot.catalog, attribute)?.order ?? null);
    const listed = portraits.map((portrait, place) => listCandidates(portrait, orders[place] ?? null, this.#rounding));
    const settled = await settleSpread(this.#tree, spreads, this.#pruning, (place, part) => listed[place]?.has(part) ?? false);
    const missing = await this.#countMissing(attributes, spreads);
    const panels: PanelData[] = [];
    for (const [place, portrait] of portraits.entries()) {
      const own = takeParts({ ...portrait, ...settled.attributes[place] }, listed[place] ?? new Set());
      const countOthers: CountOthers = (names) => this.#countOthers(portrait, place, new Set(names), spreads);
      panels.push(await tellValuesPanel(own, missing[place] ?? 0, orders[place] ?? null, size, this.#rounding, countOthers));
    }
    return panels;
  }

  /** Members without a value, of each attribute. */
  #countMissing(attributes: readonly AttributeId[], spreads: Spreads): Promise<readonly number[]> {
    return Promise.all(
      attributes.map((_attribute, place) =>
        countWithin(
          this.#tree,
          spreads,
          this.#pruning,
          ({ count, attributes: spread }) => count - (spread[place]?.present ?? 0),
        ),
      ),
    );
  }

  /** Customers with a value that is not listed: of tags, who may have several, they are asked of the engine. */
  async #countOthers(
    { attribute, parts }: AttributePortrait,
    place: number,
    listed: ReadonlySet<string>,
    spreads: Spreads,
  ): Promise<{ readonly other: number; readonly otherBase: number }> {
    const values = parts.kind === 'values' ? parts.values : [];
    const rest = values.flatMap((value, part) => (listed.has(value) ? [] : [part]));
    if (rest.length === 0) return { other: 0, otherBase: 0 };
    const isTags = findAttribute(this.#whole.snapshot.catalog, attribute)?.type === 'tags';
    const countOf = (tree: ConditionTree): Promise<number> =>
      isTags
        ? countWithin(
            tree,
            this.#readWithTags(
              attribute,
              rest.map((part) => values[part] ?? ''),
            ),
            this.#pruning,
            ({ count }) => count,
          )
        : countWithin(tree, spreads, this.#pruning, (spread) =>
            rest.reduce((sum, part) => sum + (spread.attributes[place]?.counts[part] ?? 0), 0),
          );
    return { other: await countOf(this.#tree), otherBase: await countOf(EVERYONE) };
  }

  #readWithTags(attribute: AttributeId, values: readonly string[]): Spreads {
    const has: ResolvedPredicate = {
      kind: 'attribute',
      attribute,
      test: { kind: 'compare', comparisons: [{ op: 'containsAny', values }] },
    };
    return new Spreads(async (predicate) => {
      const meeting: ResolvedPredicate = { kind: 'all', children: [predicate, has] };
      return { count: (await this.#engine.count({ ...this.#whole, predicate: meeting })).count, attributes: [] };
    });
  }
}

/** A panel without its values: whether there is one is all that is told. */
export function hideValues({ attribute, present, missing, basePresent }: PanelData): PanelData {
  return { kind: 'presence', attribute, present, missing, basePresent };
}

/** The values that a panel may list, by what is told of them before they are settled: settling each of thousands takes long. */
function listCandidates(
  { parts, counts, versusCounts }: AttributePortrait,
  order: readonly string[] | null,
  rounding: Rounding,
) {
  const values = parts.kind === 'values' ? parts.values : [];
  const told = values.map((value, part) => ({
    ...{ value, part },
    count: tellCount(rounding, counts[part] ?? 0),
    baseCount: tellCount(rounding, versusCounts[part] ?? 0),
  }));
  const chosen = new Set(choosePanelValues(told, order).map(({ value }) => value));
  return new Set(told.flatMap(({ value, part }) => (chosen.has(value) ? [part] : [])));
}

function takeParts(portrait: AttributePortrait, taken: ReadonlySet<number>): AttributePortrait {
  const { parts } = portrait;
  const places = [...taken];
  const take = (counts: ArrayLike<number>): readonly number[] => places.map((place) => counts[place] ?? 0);
  return {
    ...portrait,
    parts: parts.kind === 'values' ? { kind: 'values', values: places.map((place) => parts.values[place] ?? '') } : parts,
    ...{ counts: take(portrait.counts), versusCounts: take(portrait.versusCounts), bothCounts: take(portrait.bothCounts) },
  };
}

function spreadOf({ count, panels }: AudienceSize & { readonly panels: readonly PanelData[] }): Spread {
  return {
    count,
    attributes: panels.map((panel) => ({
      present: panel.present,
      counts: panel.kind === 'number' || panel.kind === 'date' ? panel.bins.map((bin) => bin.count) : [],
    })),
  };
}

function settlePanel(panel: PanelData, settled: AttributeSpread | undefined, missing: number | undefined): PanelData {
  const head = { present: settled?.present ?? 0, missing: missing ?? 0 };
  const fill = <B extends { readonly count: number }>(bins: readonly B[]): readonly B[] =>
    bins.map((bin, place) => ({ ...bin, count: settled?.counts[place] ?? 0 }));
  if (panel.kind === 'number') return { ...panel, ...head, bins: fill(panel.bins) };
  return panel.kind === 'date' ? { ...panel, ...head, bins: fill(panel.bins) } : { ...panel, ...head };
}
