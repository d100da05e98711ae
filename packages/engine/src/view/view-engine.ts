import type { Snapshot } from '@silhouette/lake';
import {
  type Attribute,
  type AttributeId,
  findAttribute,
  isPersonal,
  privacyOf,
  type ResolvedPredicate,
  SilhouetteError,
} from '@silhouette/model';
import { countEachStep, countSteps } from '../answer/count-steps.ts';
import type {
  AttributePortrait,
  AudienceEngine,
  AudienceSize,
  MemberRow,
  MembersPage,
  PanelData,
  PortraitData,
  Question,
  StepGroup,
  StepSize,
  Versus,
} from '../audience-engine.ts';
import { RecentlyUsed } from '../chdb/recently-used.ts';
import type { KeyMask } from './key-mask.ts';
import type { LeftOut } from './leave-out.ts';
import { LeftOuts } from './left-outs.ts';
import { maskOwnValue } from './mask-own-value.ts';
import { tellPanel, tellPortrait, tellValuesPanel } from './round-panel.ts';
import { type Rounding, tellCount, tellPart } from './rounding.ts';
import { keyMaskOf, toWholeQuestion, type View, viewOf } from './view.ts';

/** Scopes whose values are remembered. */
const MOST_SCOPES = 8;
const EVERYONE: ResolvedPredicate = { kind: 'all', children: [] };
/** Types whose panels list values. */
const VALUED: ReadonlySet<string> = new Set(['category', 'boolean', 'tags']);

/**
 * An engine that keeps to the views of the snapshots that it is asked about: scope, rounding and masks. The one place below
 * every route, job and command where they are kept. Of whole snapshots it answers as the engine within.
 */
export class ViewEngine implements AudienceEngine {
  readonly #engine: AudienceEngine;
  /** Values that customers of a scope have, by attribute. */
  readonly #seen = new RecentlyUsed<Map<AttributeId, ReadonlySet<string>>>(MOST_SCOPES);
  readonly #leftOuts: LeftOuts;

  constructor(engine: AudienceEngine) {
    this.#engine = engine;
    this.#leftOuts = new LeftOuts(engine);
  }

  get name() {
    return this.#engine.name;
  }

  leftOut(question: Question): Promise<LeftOut> {
    return this.#leftOuts.find(question);
  }

  async count(question: Question): Promise<AudienceSize> {
    const size = await this.#engine.count(toWholeQuestion(await this.#leftOuts.shorten(question)));
    return tellSize(size, question);
  }

  /** Steps of rounded views are counted each by itself: what is left out differs from one to the next. */
  steps(scope: Omit<Question, 'predicate'>, group: StepGroup): Promise<readonly StepSize[]> {
    const isRounded = (viewOf(scope.snapshot)?.rounding ?? null) !== null;
    return isRounded ? countEachStep(this, scope, group) : countSteps(this.#engine, toWholeQuestion(scope), group);
  }

  async panels(
    question: Question,
    attributes: readonly AttributeId[],
  ): Promise<AudienceSize & { readonly panels: readonly PanelData[] }> {
    const view = viewOf(question.snapshot);
    if (view === null) return this.#engine.panels(question, attributes);
    checkSeen(question.snapshot, attributes);
    const { rounding } = view;
    if (rounding !== null) return this.#tellPanels(await this.#leftOuts.shorten(question), view, rounding, attributes);
    const answer = await this.#engine.panels(toWholeQuestion(question), attributes);
    return { ...answer, panels: answer.panels.map((panel) => (isMasked(view, panel.attribute) ? hideValues(panel) : panel)) };
  }

  /** Engines choose the values that they list by exact numbers: of rounded views all values are read, and chosen here. */
  async #tellPanels(
    question: Question,
    view: View,
    rounding: Rounding,
    attributes: readonly AttributeId[],
  ): Promise<AudienceSize & { readonly panels: readonly PanelData[] }> {
    const whole = toWholeQuestion(question);
    const described = new Map(attributes.map((id) => [id, findAttribute(view.whole.catalog, id)]));
    const isListed = (id: AttributeId): boolean => VALUED.has(described.get(id)?.type ?? '') && !isMasked(view, id);
    const valued = attributes.filter(isListed);
    const [answer, spread] = await Promise.all([
      this.#engine.panels(
        whole,
        attributes.filter((id) => !isListed(id)),
      ),
      valued.length === 0 ? null : this.#engine.portrait(whole, { kind: 'everyone' }, valued),
    ]);
    const panels = new Map<string, PanelData>();
    for (const panel of answer.panels) {
      panels.set(panel.attribute, tellPanel(isMasked(view, panel.attribute) ? hideValues(panel) : panel, answer, rounding));
    }
    for (const portrait of spread?.attributes ?? []) {
      const attribute = described.get(portrait.attribute);
      const countOthers = (listed: readonly string[]) => countOthersOf(this.#engine, whole, portrait, attribute, listed);
      panels.set(portrait.attribute, await tellValuesPanel(portrait, attribute?.order ?? null, answer, rounding, countOthers));
    }
    return { ...tellSize(answer, question), panels: attributes.flatMap((id) => panels.get(id) ?? []) };
  }

  async members(question: Question, page: MembersPage): Promise<readonly MemberRow[]> {
    const view = viewOf(question.snapshot);
    if (view === null) return this.#engine.members(question, page);
    refuseRounded(view);
    checkSeen(question.snapshot, page.attributes);
    const { keyMask = null } = view;
    const rows = hideKeys(await this.#engine.members(toWholeQuestion(question), goOn(page, keyMask)), keyMask);
    if (!view.masksPersonal) return rows;
    const masked = page.attributes.map((id) => (isMasked(view, id) ? findAttribute(view.whole.catalog, id) : undefined));
    if (masked.every((one) => one === undefined)) return rows;
    return rows.map(({ key, values }) => ({
      key,
      values: values.map((value, place) => {
        const one = masked[place];
        return one === undefined ? value : maskOwnValue(value, one);
      }),
    }));
  }

  memberKeys(question: Question): AsyncIterable<readonly string[]> {
    refuseRounded(viewOf(question.snapshot));
    const keys = this.#engine.memberKeys(toWholeQuestion(question));
    const mask = keyMaskOf(question.snapshot);
    return mask === null ? keys : hideEach(keys, mask);
  }

  memberOrdinals(question: Question): AsyncIterable<Uint32Array> {
    refuseRounded(viewOf(question.snapshot));
    return this.#engine.memberOrdinals(toWholeQuestion(question));
  }

  async portrait(question: Question, versus: Versus, attributes: readonly AttributeId[]): Promise<PortraitData> {
    const view = viewOf(question.snapshot);
    if (view === null) return this.#engine.portrait(question, versus, attributes);
    checkSeen(question.snapshot, attributes);
    const data = await this.#engine.portrait(
      toWholeQuestion(await this.#leftOuts.shorten(question)),
      await this.#shortenVersus(question, versus),
      attributes,
    );
    return tellView(view, data, await this.#findSeen(view, question, attributes));
  }

  async portraits(
    question: Omit<Question, 'predicate'>,
    predicates: readonly ResolvedPredicate[],
    versus: ResolvedPredicate,
    attributes: readonly AttributeId[],
  ): Promise<readonly PortraitData[]> {
    const view = viewOf(question.snapshot);
    if (view === null) return this.#engine.portraits(question, predicates, versus, attributes);
    checkSeen(question.snapshot, attributes);
    const shorten = async (predicate: ResolvedPredicate): Promise<ResolvedPredicate> =>
      (await this.#leftOuts.find({ ...question, predicate })).predicate;
    const shortened: ResolvedPredicate[] = [];
    for (const predicate of predicates) shortened.push(await shorten(predicate));
    const all = await this.#engine.portraits(toWholeQuestion(question), shortened, await shorten(versus), attributes);
    const seen = await this.#findSeen(view, question, attributes);
    return all.map((data) => tellView(view, data, seen));
  }

  async #shortenVersus(question: Question, versus: Versus): Promise<Versus> {
    if (versus.kind !== 'audience') return versus;
    return { kind: 'audience', predicate: (await this.#leftOuts.find({ ...question, predicate: versus.predicate })).predicate };
  }

  async overlaps(
    question: Omit<Question, 'predicate'>,
    predicates: readonly ResolvedPredicate[],
  ): Promise<readonly (readonly number[])[]> {
    const rounding = viewOf(question.snapshot)?.rounding ?? null;
    if (rounding === null) return this.#engine.overlaps(toWholeQuestion(question), predicates);
    const shortened: ResolvedPredicate[] = [];
    for (const predicate of predicates) shortened.push((await this.#leftOuts.find({ ...question, predicate })).predicate);
    const sizes = await this.#engine.overlaps(toWholeQuestion(question), shortened);
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

  /**
   * The values that customers of a view's scope have. A portrait has a part for every value of the snapshot, and tests as many:
   * those that only others have are none of the view's. Null without a scope.
   */
  async #findSeen(
    view: View,
    { signal }: Pick<Question, 'signal'>,
    attributes: readonly AttributeId[],
  ): Promise<ReadonlyMap<AttributeId, ReadonlySet<string>> | null> {
    const { whole, scope } = view;
    if (scope === null) return null;
    const known = this.#seen.find(JSON.stringify([whole.id, view.key]), () => new Map());
    const unknown = attributes.filter((id) => !known.has(id));
    if (unknown.length === 0) return known;
    const everyone: Question = {
      snapshot: whole,
      asOfMs: whole.asOfMs,
      predicate: EVERYONE,
      scope,
      ...(signal === undefined ? {} : { signal }),
    };
    for (const { attribute, parts, counts } of (await this.#engine.portrait(everyone, { kind: 'everyone' }, unknown))
      .attributes) {
      known.set(attribute, new Set(parts.kind === 'values' ? parts.values.filter((_, place) => (counts[place] ?? 0) > 0) : []));
    }
    return known;
  }

  /** Closes the engine within. */
  close(): Promise<void> {
    this.#seen.clear();
    this.#leftOuts.clear();
    return this.#engine.close();
  }
}

/** A portrait of exact numbers as a view has it. */
function tellView(view: View, data: PortraitData, seen: ReadonlyMap<AttributeId, ReadonlySet<string>> | null): PortraitData {
  const attributes = data.attributes.map((one) => {
    if (isMasked(view, one.attribute)) return hideParts(one);
    return seen === null ? one : dropUnseen(one, seen.get(one.attribute) ?? new Set());
  });
  return view.rounding === null ? { ...data, attributes } : tellPortrait({ ...data, attributes }, view.rounding);
}

function tellSize({ count, base }: AudienceSize, { snapshot }: Question): AudienceSize {
  const rounding: Rounding | null = viewOf(snapshot)?.rounding ?? null;
  if (rounding === null) return { count, base };
  return { count: tellPart(rounding, count, base), base: tellCount(rounding, base) };
}

/** Customers with a value that is not listed, exactly: of tags, who may have several, they are asked of the engine. */
async function countOthersOf(
  engine: AudienceEngine,
  question: Question,
  { attribute, parts, present, versusPresent, counts, versusCounts }: AttributePortrait,
  described: Attribute | undefined,
  listed: readonly string[],
): Promise<{ readonly other: number; readonly otherBase: number }> {
  const values = parts.kind === 'values' ? parts.values : [];
  const isListed = new Set(listed);
  const rest = values.filter((value) => !isListed.has(value));
  if (rest.length === 0) return { other: 0, otherBase: 0 };
  if (described?.type !== 'tags') {
    const without = (whole: number, each: ArrayLike<number>): number =>
      values.reduce((left, value, place) => left - (isListed.has(value) ? (each[place] ?? 0) : 0), whole);
    return { other: without(present, counts), otherBase: without(versusPresent, versusCounts) };
  }
  const has: ResolvedPredicate = {
    kind: 'attribute',
    attribute,
    test: { kind: 'compare', comparisons: [{ op: 'containsAny', values: rest }] },
  };
  const [own, base] = await Promise.all([
    engine.count({ ...question, predicate: { kind: 'all', children: [question.predicate, has] } }),
    engine.count({ ...question, predicate: has }),
  ]);
  return { other: own.count, otherBase: base.count };
}

/** A route that asks for what is not in the view has a mistake: it is refused here, whatever it checked itself. */
function checkSeen(snapshot: Snapshot, ids: readonly AttributeId[]): void {
  for (const id of ids) {
    if (findAttribute(snapshot.catalog, id) !== undefined) continue;
    throw SilhouetteError.of('unknown-attribute', `There is no attribute "${id}"; ask for one that the catalog lists.`);
  }
}

/** Rows can be counted: who is told rounded numbers is given none. */
function refuseRounded(view: View | null): void {
  if (view?.rounding === null || view === null) return;
  throw SilhouetteError.of(
    'not-allowed',
    'Members are listed only to those who may know the exact size of a group ("small-groups.see").',
  );
}

/** A page that begins behind a customer who was told by pseudonym. The order is that of the keys themselves. */
function goOn(page: MembersPage, mask: KeyMask | null): MembersPage {
  if (mask === null || page.afterKey === null) return page;
  const afterKey = mask.find(page.afterKey);
  if (afterKey !== null) return { ...page, afterKey };
  throw SilhouetteError.of(
    'invalid-cursor',
    'Keys are masked now, and were not when this cursor was given; begin again without one.',
  );
}

function hideKeys(rows: readonly MemberRow[], mask: KeyMask | null): readonly MemberRow[] {
  return mask === null ? rows : rows.map(({ key, values }) => ({ key: mask.hide(key), values }));
}

async function* hideEach(chunks: AsyncIterable<readonly string[]>, mask: KeyMask): AsyncGenerator<readonly string[]> {
  for await (const keys of chunks) yield keys.map((key) => mask.hide(key));
}

/** Whether the values of an attribute are told to nobody of a view. */
function isMasked({ whole, masksPersonal }: View, id: AttributeId): boolean {
  const attribute = findAttribute(whole.catalog, id);
  return masksPersonal && (attribute === undefined || isPersonal(privacyOf(attribute)));
}

function hideValues({ attribute, present, missing, basePresent }: PanelData): PanelData {
  return { kind: 'presence', attribute, present, missing, basePresent };
}

function dropUnseen(portrait: AttributePortrait, seen: ReadonlySet<string>): AttributePortrait {
  const { parts } = portrait;
  if (parts.kind !== 'values' || parts.values.length === seen.size) return portrait;
  const places = parts.values.flatMap((value, place) => (seen.has(value) ? [place] : []));
  const take = (counts: ArrayLike<number>): Float64Array => Float64Array.from(places, (place) => counts[place] ?? 0);
  return {
    ...portrait,
    parts: { kind: 'values', values: places.map((place) => parts.values[place] ?? '') },
    counts: take(portrait.counts),
    versusCounts: take(portrait.versusCounts),
    bothCounts: take(portrait.bothCounts),
  };
}

function hideParts(portrait: AttributePortrait): AttributePortrait {
  return { ...portrait, parts: { kind: 'presence' }, counts: [], versusCounts: [], bothCounts: [] };
}
