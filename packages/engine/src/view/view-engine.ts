import type { Snapshot } from '@silhouette/lake';
import {
  type AttributeId,
  findAttribute,
  isPersonal,
  privacyOf,
  type ResolvedPredicate,
  SilhouetteError,
} from '@silhouette/model';
import { countEachAsOf } from '../answer/count-each-as-of.ts';
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
  TellSize,
  Versus,
} from '../audience-engine.ts';
import { RecentlyUsed } from '../chdb/recently-used.ts';
import { checkAsOf } from './check-as-of.ts';
import type { KeyMask } from './key-mask.ts';
import type { LeftOut } from './leave-out.ts';
import { LeftOuts } from './left-outs.ts';
import { maskOwnValue } from './mask-own-value.ts';
import { tellPortrait } from './round-panel.ts';
import { RoundedAnswers } from './rounded-answers.ts';
import { hideValues } from './rounded-panels.ts';
import type { Rounding } from './rounding.ts';
import { keyMaskOf, roundingOf, toWholeQuestion, type View, viewOf } from './view.ts';

/** Scopes whose values are remembered. */
const MOST_SCOPES = 8;
const EVERYONE: ResolvedPredicate = { kind: 'all', children: [] };

/**
 * An engine that keeps to the views of the snapshots that it is asked about: scope, rounding and masks. The one place below
 * every route, job and command where they are kept. Of whole snapshots it answers as the engine within.
 */
export class ViewEngine implements AudienceEngine {
  readonly #engine: AudienceEngine;
  /** Values that customers of a scope have, by attribute. */
  readonly #seen = new RecentlyUsed<Map<AttributeId, ReadonlySet<string>>>(MOST_SCOPES);
  readonly #leftOuts: LeftOuts;
  readonly #rounded: RoundedAnswers;

  constructor(engine: AudienceEngine) {
    this.#engine = engine;
    this.#leftOuts = new LeftOuts(engine);
    this.#rounded = new RoundedAnswers(engine, this.#leftOuts);
  }

  get name() {
    return this.#engine.name;
  }

  leftOut(question: Question): Promise<LeftOut> {
    return this.#leftOuts.find(question);
  }

  async count(question: Question): Promise<AudienceSize> {
    const rounding = findRounding(question);
    return rounding === null ? this.#engine.count(toWholeQuestion(question)) : this.#rounded.count(question, rounding);
  }

  async sizes(question: Question, asOfs: readonly number[], tell: TellSize): Promise<void> {
    const rounding = findRounding(question);
    if (rounding === null) return countEachAsOf(this.#engine, toWholeQuestion(question), asOfs, tell);
    for (const [place, size] of (await this.#rounded.sizes(question, asOfs, rounding)).entries()) tell(size, place);
  }

  /** Steps of rounded views are counted each by itself: what is left out differs from one to the next. */
  steps(scope: Omit<Question, 'predicate'>, group: StepGroup): Promise<readonly StepSize[]> {
    return findRounding(scope) !== null
      ? countEachStep(this, scope, group)
      : countSteps(this.#engine, toWholeQuestion(scope), group);
  }

  async panels(
    question: Question,
    attributes: readonly AttributeId[],
  ): Promise<AudienceSize & { readonly panels: readonly PanelData[] }> {
    const view = viewOf(question.snapshot);
    if (view === null) return this.#engine.panels(question, attributes);
    checkSeen(question.snapshot, attributes);
    const rounding = findRounding(question);
    const isHidden = (id: AttributeId): boolean => isMasked(view, id);
    if (rounding !== null) return this.#rounded.panels(question, attributes, rounding, isHidden);
    const answer = await this.#engine.panels(toWholeQuestion(question), attributes);
    return { ...answer, panels: answer.panels.map((panel) => (isHidden(panel.attribute) ? hideValues(panel) : panel)) };
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
    const rounding = findRounding(question);
    const data =
      rounding === null
        ? await this.#engine.portrait(toWholeQuestion(question), versus, attributes)
        : await this.#rounded.portrait(question, versus, attributes, rounding);
    return tellView(view, data, await this.#findSeen(view, question, attributes));
  }

  async draft(question: Question, versus: Versus, attributes: readonly AttributeId[]): Promise<PortraitData> {
    const view = viewOf(question.snapshot);
    const rounding = findRounding(question);
    if (view === null || rounding === null) return this.portrait(question, versus, attributes);
    checkSeen(question.snapshot, attributes);
    const data = await this.#rounded.draft(question, versus, attributes, rounding);
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
    const rounding = findRounding(question);
    const all =
      rounding === null
        ? await this.#engine.portraits(toWholeQuestion(question), predicates, versus, attributes)
        : await this.#rounded.drafts(question, predicates, versus, attributes, rounding);
    const seen = await this.#findSeen(view, question, attributes);
    return all.map((data) => tellView(view, data, seen));
  }

  async overlaps(
    question: Omit<Question, 'predicate'>,
    predicates: readonly ResolvedPredicate[],
  ): Promise<readonly (readonly number[])[]> {
    const rounding = findRounding(question);
    if (rounding === null) return this.#engine.overlaps(toWholeQuestion(question), predicates);
    return this.#rounded.overlaps(question, predicates, rounding);
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

/** How numbers of a question are told; null: exactly. @throws SilhouetteError `not-allowed` for an as-of that is not answered. */
function findRounding({ snapshot, asOfMs }: Omit<Question, 'predicate'>): Rounding | null {
  checkAsOf(snapshot, asOfMs);
  return roundingOf(snapshot);
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
