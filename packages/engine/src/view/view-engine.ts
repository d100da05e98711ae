import type { Snapshot } from '@silhouette/lake';
import {
  type Attribute,
  type AttributeId,
  findAttribute,
  isPersonal,
  maskValue,
  privacyOf,
  type ResolvedPredicate,
  SilhouetteError,
} from '@silhouette/model';
import type {
  AttributePortrait,
  AudienceEngine,
  AudienceSize,
  MemberRow,
  MembersPage,
  PanelData,
  PortraitData,
  Question,
  Versus,
} from '../audience-engine.ts';
import { RecentlyUsed } from '../chdb/recently-used.ts';
import type { KeyMask } from './key-mask.ts';
import { roundPanel, roundPortrait } from './round-panel.ts';
import { type RoundCount, type Rounding, roundCounts } from './rounding.ts';
import { keyMaskOf, toWholeQuestion, type View, viewOf } from './view.ts';

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

  constructor(engine: AudienceEngine) {
    this.#engine = engine;
  }

  get name() {
    return this.#engine.name;
  }

  async count(question: Question): Promise<AudienceSize> {
    const size = await this.#engine.count(toWholeQuestion(question));
    return roundSize(size, question);
  }

  async panels(
    question: Question,
    attributes: readonly AttributeId[],
  ): Promise<AudienceSize & { readonly panels: readonly PanelData[] }> {
    const view = viewOf(question.snapshot);
    if (view === null) return this.#engine.panels(question, attributes);
    checkSeen(question.snapshot, attributes);
    const answer = await this.#engine.panels(toWholeQuestion(question), attributes);
    const size = roundSize(answer, question);
    const { rounding, masksPersonal } = view;
    const panels = answer.panels.map((panel) => {
      const told = masksPersonal && isPrivate(view, panel.attribute) ? hideValues(panel) : panel;
      if (rounding === null) return told;
      return roundPanel(told, size.count, {
        own: roundCounts(rounding, question.predicate, panel.attribute),
        base: roundCounts(rounding, EVERYONE, panel.attribute),
      });
    });
    return { ...size, panels };
  }

  async members(question: Question, page: MembersPage): Promise<readonly MemberRow[]> {
    const view = viewOf(question.snapshot);
    if (view === null) return this.#engine.members(question, page);
    refuseRounded(view);
    checkSeen(question.snapshot, page.attributes);
    const { keyMask = null } = view;
    const rows = hideKeys(await this.#engine.members(toWholeQuestion(question), goOn(page, keyMask)), keyMask);
    if (!view.masksPersonal) return rows;
    const attributes = page.attributes.map((id) => findAttribute(view.whole.catalog, id));
    const isMasked = attributes.map((one) => one !== undefined && isPersonal(privacyOf(one)));
    if (!isMasked.includes(true)) return rows;
    return rows.map(({ key, values }) => ({
      key,
      values: values.map((value, place) => (isMasked[place] === true ? maskMember(value, attributes[place]) : value)),
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
    const data = await this.#engine.portrait(toWholeQuestion(question), versus, attributes);
    return this.#tell(view, question, versus, data, await this.#findSeen(view, question, attributes));
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
    const all = await this.#engine.portraits(toWholeQuestion(question), predicates, versus, attributes);
    const seen = await this.#findSeen(view, question, attributes);
    return all.map((data, place) => {
      const predicate = predicates[place] ?? EVERYONE;
      return this.#tell(view, { ...question, predicate }, { kind: 'audience', predicate: versus }, data, seen);
    });
  }

  /** A portrait as the view has it. */
  #tell(
    view: View,
    question: Question,
    versus: Versus,
    data: PortraitData,
    seen: ReadonlyMap<AttributeId, ReadonlySet<string>> | null,
  ): PortraitData {
    const shown = data.attributes.map((one) => {
      if (view.masksPersonal && isPrivate(view, one.attribute)) return hideParts(one);
      return seen === null ? one : dropUnseen(one, seen.get(one.attribute) ?? new Set());
    });
    const { rounding } = view;
    if (rounding === null) return { ...data, attributes: shown };
    const other = describeVersus(question.predicate, versus);
    const both: ResolvedPredicate = { kind: 'all', children: [question.predicate, other] };
    const round = (predicate: ResolvedPredicate, what: string): RoundCount => roundCounts(rounding, predicate, what);
    return {
      ...roundSize(data, question),
      versusCount: round(other, '')(data.versusCount, 0),
      bothCount: round(both, '')(data.bothCount, 0),
      attributes: shown.map((one) =>
        roundPortrait(one, {
          own: round(question.predicate, one.attribute),
          versus: round(other, one.attribute),
          both: round(both, one.attribute),
        }),
      ),
    };
  }

  async overlaps(
    question: Omit<Question, 'predicate'>,
    predicates: readonly ResolvedPredicate[],
  ): Promise<readonly (readonly number[])[]> {
    const sizes = await this.#engine.overlaps(toWholeQuestion(question), predicates);
    const rounding = viewOf(question.snapshot)?.rounding ?? null;
    if (rounding === null) return sizes;
    return sizes.map((row, one) =>
      row.map((size, other) => {
        const [a, b] = [predicates[one], predicates[other]];
        // The pair and its mirror are one group.
        const both: ResolvedPredicate = { kind: 'all', children: [a, b].filter((predicate) => predicate !== undefined) };
        return roundCounts(rounding, both, '')(size, 0);
      }),
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
    return this.#engine.close();
  }
}

function roundSize({ count, base }: AudienceSize, { snapshot, predicate }: Question): AudienceSize {
  const rounding: Rounding | null = viewOf(snapshot)?.rounding ?? null;
  if (rounding === null) return { count, base };
  return {
    count: roundCounts(rounding, predicate, '')(count, 0),
    base: roundCounts(rounding, EVERYONE, '')(base, 0),
  };
}

function describeVersus(predicate: ResolvedPredicate, versus: Versus): ResolvedPredicate {
  if (versus.kind === 'audience') return versus.predicate;
  return versus.kind === 'everyone' ? EVERYONE : { kind: 'not', child: predicate };
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

function isPrivate({ whole }: View, id: AttributeId): boolean {
  const attribute = findAttribute(whole.catalog, id);
  return attribute === undefined || isPersonal(privacyOf(attribute));
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

function maskMember(value: MemberRow['values'][number], attribute: Attribute | undefined): MemberRow['values'][number] {
  if (value === null || attribute === undefined) return value;
  if (typeof value === 'boolean') return '*';
  return typeof value === 'string' ? maskValue(value, attribute.type) : value.map((tag) => maskValue(tag, attribute.type));
}
