import {
  type Attribute,
  type AttributeId,
  type Catalog,
  type Note,
  type PortraitAnswer,
  type Predicate,
  writeSentence,
} from '@silhouette/model';
import type { AudienceEngine, PortraitData, Question, Versus } from '../audience-engine.ts';
import { LEAST_TOTAL } from '../portrait/compare-attribute.ts';
import { findGiven, findGivenReason, type GivenReason } from '../portrait/find-given.ts';
import { ALIKE_PHI, ECHO_PHI, type Folded, foldFamilies, foldSameCustomers } from '../portrait/fold-alike.ts';
import { nameFamily } from '../portrait/name-family.ts';
import { phiOf } from '../portrait/phi.ts';
import { type RankedAttribute, rankAttributes } from '../portrait/rank-attributes.ts';
import { roundingOf } from '../view/view.ts';
import { shareOf } from './answer-panel.ts';
import { answerTrait, readPartCondition } from './answer-trait.ts';
import { describeProvenance } from './explore-audience.ts';
import { type PreparedQuestion, sentenceContextOf } from './prepare-question.ts';
import type { ValueLists } from './value-lists.ts';
import { collectNotesOfAll } from './written-audience.ts';

/** Traits of an answer where nothing else is asked. */
export const DEFAULT_TOP = 30;
/** Most traits of one answer. */
export const MOST_TOP = 100;

/** Whom a group is compared with, as a person asks it: another audience is prepared at the same snapshot and as-of. */
export type PreparedVersus =
  | { readonly kind: 'everyone' }
  | { readonly kind: 'rest' }
  | { readonly kind: 'audience'; readonly prepared: PreparedQuestion };

/** Candidates whose customers are compared with each other, beyond those asked for: some of them will be folded. */
const SPARE_CANDIDATES = 18;
/** Attributes whose numbers are settled to be told; each costs some questions to the engine. */
const MOST_SETTLED = 100;
/** Given attributes whose customers are compared with the candidates'. */
const GIVEN_CANDIDATES = 12;

/**
 * An attribute follows from the definition, as bands of age do from an age, when its part has all or none of the group (or nobody
 * else) and the attribute as a whole tells nearly who is in it: a Cramér's V from here on.
 */
const FOLLOWS_V = 0.7;

/** An attribute of the ranking, with what folding it needs. */
export interface Candidate extends RankedAttribute {
  readonly described: Attribute;
  readonly family: string;
  readonly given: GivenMark | null;
}

/** Why an attribute tells nothing new. */
interface GivenMark {
  readonly by: 'group' | 'versus';
  readonly because: GivenReason | 'same-customers';
}

/**
 * What sets a group apart: every attribute but hidden and private ones compared, ranked by how telling they are, near-copies
 * folded, and what the definitions ask about set apart. At most `top` traits (1 to 100). `counted`: what the engine has told
 * already of {@link listCompared}; who has asked for that tells what there is to note of the definitions, too.
 */
export async function portraitAudience(
  engine: AudienceEngine,
  lists: ValueLists,
  prepared: PreparedQuestion,
  versus: PreparedVersus,
  top: number,
  counted: PortraitData | null = null,
): Promise<PortraitAnswer> {
  const startedAtMs = performance.now();
  const { question } = prepared;
  const attributes = listCompared(question.snapshot.catalog);
  const [drawn, notes, versusNotes] = await Promise.all([
    counted ?? draw(engine, question, versus, attributes),
    counted === null ? collectNotesOfAll(engine, lists, [prepared], true) : [],
    counted === null && versus.kind === 'audience' ? collectNotesOfAll(engine, lists, [versus.prepared], true) : [],
  ]);
  const choose = (data: PortraitData, told: ReadonlySet<AttributeId> | null): Choice => {
    const { ranked, questions } = rankAttributes(data);
    const tellable = told === null ? ranked : ranked.filter(({ attribute }) => told.has(attribute));
    const candidates = describeCandidates(tellable, attributes, prepared, versus);
    const telling = candidates.filter(({ isTelling, given }) => isTelling && given === null);
    const given = candidates.filter((one) => one.given !== null && (one.isTelling || one.given.because === 'named'));
    const heads = foldFamilies([...given, ...telling]);
    return { questions, telling: telling.length, heads, traits: heads.filter(({ lead }) => lead.given === null) };
  };
  const first = choose(drawn, null);
  const isDraft = engine.draft !== undefined && roundingOf(question.snapshot) !== null;
  const settled = isDraft ? await settle(engine, question, versus, drawn, first, top) : null;
  const data = settled?.data ?? drawn;
  const { questions, heads, traits } = settled === null ? first : choose(settled.data, settled.told);
  const { telling } = first;
  const looked = traits.slice(0, top + SPARE_CANDIDATES);
  const folded = await foldByCustomers(
    engine,
    prepared,
    data.base,
    heads.filter(({ lead }) => lead.given !== null),
    looked,
    // Beside another group what parts both follows from either definition.
    versus.kind !== 'audience',
  );
  const context = sentenceContextOf(prepared);
  const answer = (list: readonly Folded<Candidate>[]) => list.map((one) => answerTrait(one, versus.kind, context));
  return {
    count: data.count,
    base: data.base,
    share: shareOf(data.count, data.base),
    versus: describeVersus(versus, data),
    sentence: writeSentence(prepared.predicate, context),
    tested: attributes.length,
    questions,
    telling,
    traits: answer(folded.filter(({ lead }) => lead.given === null).slice(0, top)),
    given: answer(folded.filter(({ lead }) => lead.given !== null)),
    notes: [...mergeNotes(notes, versusNotes), ...describeLimits(data, first.traits.length - looked.length)],
    ...describeProvenance(engine, withVersusAudiences(prepared, versus), startedAtMs),
  };
}

/** What of a portrait's numbers is worth telling. */
interface Choice {
  readonly questions: number;
  /** How many tell something new. */
  readonly telling: number;
  /** Near-copies folded, given ones among them. */
  readonly heads: readonly Folded<Candidate>[];
  readonly traits: readonly Folded<Candidate>[];
}

/** Every attribute, or where numbers are rounded a draft to choose by. */
function draw(
  engine: AudienceEngine,
  question: Question,
  versus: PreparedVersus,
  attributes: readonly Attribute[],
): Promise<PortraitData> {
  const ids = attributes.map(({ id }) => id);
  if (engine.draft !== undefined && roundingOf(question.snapshot) !== null)
    return engine.draft(question, toVersus(versus), ids);
  return engine.portrait(question, toVersus(versus), ids);
}

/** The numbers that are told, of those that a draft has chosen; nothing of the others is told. */
async function settle(
  engine: AudienceEngine,
  question: Question,
  versus: PreparedVersus,
  draft: PortraitData,
  { heads, traits }: Choice,
  top: number,
): Promise<{ readonly data: PortraitData; readonly told: ReadonlySet<AttributeId> }> {
  const given = heads.filter(({ lead }) => lead.given !== null).slice(0, MOST_SETTLED / 4);
  const chosen = [...given, ...traits.slice(0, top + SPARE_CANDIDATES)];
  // Those that lead first: what is folded under them is told as far as there is room.
  const ids = [
    ...chosen.map(({ lead }) => lead.attribute),
    ...chosen.flatMap(({ alike }) => alike.map(({ one }) => one.attribute)),
  ];
  const told = new Set(ids.slice(0, Math.max(MOST_SETTLED, chosen.length)));
  const { attributes, ...sizes } = await engine.portrait(question, toVersus(versus), [...told]);
  const settled = new Map(attributes.map((one) => [one.attribute, one]));
  const merged = draft.attributes.map((one) => settled.get(one.attribute) ?? one);
  return { data: { ...sizes, attributes: merged }, told };
}

/** The attributes that groups are compared by. */
export function listCompared(catalog: Catalog): readonly Attribute[] {
  return catalog.attributes.filter(({ hidden, pii }) => !hidden && !pii);
}

function toVersus(versus: PreparedVersus): Versus {
  return versus.kind === 'audience' ? { kind: 'audience', predicate: versus.prepared.question.predicate } : versus;
}

/** Notes of both definitions, what both say once. */
function mergeNotes(...lists: readonly (readonly Note[])[]): readonly Note[] {
  return [...new Map(lists.flat().map((note) => [JSON.stringify(note), note])).values()];
}

/** The question with the saved audiences of both definitions. */
function withVersusAudiences(prepared: PreparedQuestion, versus: PreparedVersus): PreparedQuestion {
  if (versus.kind !== 'audience') return prepared;
  const audiences = [...prepared.audiences, ...versus.prepared.audiences];
  return { ...prepared, audiences: [...new Map(audiences.map((one) => [`${one.id} ${one.version}`, one])).values()] };
}

function describeVersus(versus: PreparedVersus, { versusCount, bothCount }: PortraitData): PortraitAnswer['versus'] {
  const head = { kind: versus.kind, count: versusCount, bothCount };
  if (versus.kind !== 'audience') return head;
  const { predicate, hash } = versus.prepared;
  return { ...head, sentence: writeSentence(predicate, sentenceContextOf(versus.prepared)), definition: hash };
}

function describeCandidates(
  ranked: readonly RankedAttribute[],
  attributes: readonly Attribute[],
  prepared: PreparedQuestion,
  versus: PreparedVersus,
): readonly Candidate[] {
  const byId = new Map<AttributeId, Attribute>(attributes.map((attribute) => [attribute.id, attribute]));
  const own = findGiven(prepared.question.predicate);
  const other = versus.kind === 'audience' ? findGiven(versus.prepared.question.predicate) : null;
  return ranked.flatMap((one) => {
    const described = byId.get(one.attribute);
    if (described === undefined) return [];
    const byGroup = findGivenReason(described, own);
    const byVersus = other === null ? null : findGivenReason(described, other);
    const given: GivenMark | null =
      byGroup !== null ? { by: 'group', because: byGroup } : byVersus !== null ? { by: 'versus', because: byVersus } : null;
    return [{ ...one, described, family: nameFamily(described, one), given }];
  });
}

/**
 * Folds what is nearly the same customers; what says again who is in the group becomes given: a part of nearly the same
 * customers, or (with `canFollow`) an attribute that follows from the definition. One question to the engine.
 */
async function foldByCustomers(
  engine: AudienceEngine,
  { question }: PreparedQuestion,
  base: number,
  given: readonly Folded<Candidate>[],
  looked: readonly Folded<Candidate>[],
  canFollow: boolean,
): Promise<readonly Folded<Candidate>[]> {
  if (looked.length === 0) return given;
  const { predicate, ...scope } = question;
  const { catalog } = scope.snapshot;
  const compared = [...given.slice(0, GIVEN_CANDIDATES), ...looked].map(({ lead }) => lead);
  const predicates: readonly Predicate[] = [
    predicate,
    ...compared.map(({ described, part }) => readPartCondition(catalog, described, part)),
  ];
  const sizes = await engine.overlaps(scope, predicates);
  const size = (row: number, column: number): number => sizes[row]?.[column] ?? 0;
  const phi = (one: number, other: number): number => phiOf(base, size(one, one), size(other, other), size(one, other));
  const places = new Map(compared.map(({ attribute }, index) => [attribute, index + 1]));
  // Of a list of keys nothing is given: whatever tells who is in it is news.
  const { attributes, events } = findGiven(predicate);
  const hasConditions = attributes.size + events.length > 0;
  const echoes: Folded<Candidate>[] = [];
  const others: Folded<Candidate>[] = [];
  for (const one of looked) {
    const isEcho =
      Math.abs(phi(0, places.get(one.lead.attribute) ?? 0)) >= ECHO_PHI ||
      (canFollow && one.lead.isExclusive && one.lead.cramersV >= FOLLOWS_V);
    if (hasConditions && isEcho)
      echoes.push({ ...one, lead: { ...one.lead, given: { by: 'group', because: 'same-customers' } } });
    else others.push(one);
  }
  return foldSameCustomers(
    [...given, ...echoes, ...others],
    (one, other) => {
      const [place, otherPlace] = [places.get(one.attribute), places.get(other.attribute)];
      return place === undefined || otherPlace === undefined ? null : phi(place, otherPlace);
    },
    (lead) => (lead.given === null ? ALIKE_PHI : ECHO_PHI),
  );
}

/** What the reader of a portrait must know beside its traits. */
function describeLimits(data: PortraitData, notLooked: number): readonly Note[] {
  const { count, versusCount, bothCount } = data;
  if (count === 0 || versusCount === 0) {
    const who = count === 0 ? 'Nobody is in this group' : 'Nobody is in the group compared with';
    return [{ code: 'nothing-to-compare', message: `${who}, so there is nothing to compare; widen it.` }];
  }
  if (count === bothCount && versusCount === bothCount) {
    return [{ code: 'nothing-to-compare', message: 'Both groups are the same customers; compare with another group.' }];
  }
  if (count < LEAST_TOTAL || versusCount < LEAST_TOTAL) {
    const message = `With fewer than ${LEAST_TOTAL} customers on a side nothing is called telling; widen the smaller group.`;
    return [{ code: 'too-few-customers', message, details: { least: LEAST_TOTAL } }];
  }
  if (notLooked <= 0) return [];
  const message = `${notLooked} more telling facts are weaker than those compared with each other here; ask for a larger top to see them.`;
  return [{ code: 'more-telling', message, details: { count: notLooked } }];
}
