import type { Snapshot } from '@silhouette/lake';
import { type AttributeId, type Decimal, type ResolvedPredicate, SilhouetteError } from '@silhouette/model';
import type { LeftOut } from './view/leave-out.ts';

/** Engines a question may be forced on. */
export const ENGINE_NAMES = ['index', 'chdb', 'reference', 'cluster'] as const;
/** One of {@link ENGINE_NAMES}. */
export type EngineName = (typeof ENGINE_NAMES)[number];

/** An engine's name that a person gave; `path` is its place in the input. @throws SilhouetteError `unknown-engine`. */
export function readEngineName(name: string, path: string): EngineName {
  const known = ENGINE_NAMES.find((one) => one === name);
  if (known !== undefined) return known;
  throw SilhouetteError.of('unknown-engine', `There is no engine "${name}"; choose ${ENGINE_NAMES.join(', ')}.`, path);
}

/** Which customers are asked about: a predicate at one snapshot and one as-of. */
export interface Question {
  readonly snapshot: Snapshot;
  /** Exclusive end, an instant in ms. */
  readonly asOfMs: number;
  readonly predicate: ResolvedPredicate;
  /** The base is cut to these customers: for the question there are no others. Absent: nobody is left out. */
  readonly scope?: ResolvedPredicate | undefined;
  /** Aborted when nobody waits for the answer any more; engines that can stop then do. */
  readonly signal?: AbortSignal;
}

/** How many match, of how many. */
export interface AudienceSize {
  readonly count: number;
  readonly base: number;
}

/** Hears a size, by its place from 0. */
export type TellSize = (size: AudienceSize, place: number) => void;

/**
 * Answers questions exactly. Every engine gives the same answers, member for member (the conformance suite in testkit).
 * All methods throw `UnsupportedPredicateError` when they cannot express a condition, and `SilhouetteError` otherwise.
 */
export interface AudienceEngine {
  readonly name: EngineName;
  /** Members and base of a question. */
  count(question: Question): Promise<AudienceSize>;
  /**
   * Members, base, and the distribution of each attribute among them and among the base, in the order asked. `bins`: sums and least,
   * median and largest values are not needed; an engine that answers sooner without them has null there.
   */
  panels(
    question: Question,
    attributes: readonly AttributeId[],
    detail?: PanelDetail,
  ): Promise<AudienceSize & { readonly panels: readonly PanelData[] }>;
  /** One page of members in the order of their keys' UTF-8 bytes. */
  members(question: Question, page: MembersPage): Promise<readonly MemberRow[]>;
  /** All members' keys in the order of their UTF-8 bytes, in chunks. */
  memberKeys(question: Question): AsyncIterable<readonly string[]>;
  /** All members' ordinals, each once, in chunks (the caller's own) and in no particular order. */
  memberOrdinals(question: Question): AsyncIterable<Uint32Array>;
  /** How the members and those they are compared with spread over every value or range of the attributes, in the order asked. */
  portrait(question: Question, versus: Versus, attributes: readonly AttributeId[]): Promise<PortraitData>;
  /** A portrait by which attributes are chosen, sooner than {@link portrait}: its numbers are not to be told. Absent: there is no such difference. */
  draft?(question: Question, versus: Versus, attributes: readonly AttributeId[]): Promise<PortraitData>;
  /** Portraits of several groups of one snapshot and as-of beside another group, in order; engines that can read what they share once. Of rounded views drafts. */
  portraits(
    scope: Omit<Question, 'predicate'>,
    predicates: readonly ResolvedPredicate[],
    versus: ResolvedPredicate,
    attributes: readonly AttributeId[],
  ): Promise<readonly PortraitData[]>;
  /**
   * Sizes of all pairwise intersections of some groups of one snapshot and as-of: `[i][j]` is how many are in both i and
   * j, `[i][i]` the size of i. Symmetric.
   */
  overlaps(
    question: Omit<Question, 'predicate'>,
    predicates: readonly ResolvedPredicate[],
  ): Promise<readonly (readonly number[])[]>;
  /**
   * Counts steps of one snapshot and as-of, all at once, in the order of {@link StepGroup}. An engine that has no such method is asked for
   * each by itself.
   */
  steps?(scope: Omit<Question, 'predicate'>, group: StepGroup): Promise<readonly StepSize[]>;
  /**
   * Sizes of a group at several as-ofs, each as soon as it is known, oldest first. An engine that has no such method is asked
   * for each by itself.
   */
  sizes?(question: Question, asOfs: readonly number[], tell: TellSize): Promise<void>;
  /** What the engine leaves out of a question's definition before it answers; an engine that has no such method leaves out nothing. */
  leftOut?(question: Question): Promise<LeftOut>;
  /** Frees workers, sessions and memory. */
  close(): Promise<void>;
}

/**
 * Conditions that are counted one after another, and those inside of them. Of `all`, each leaves whoever meets it and those before; of
 * `any`, each adds to whom those before found. A group inside of a part chooses among whom the parts of `all` before it left. In order:
 * each part, then the parts inside of it.
 */
export interface StepGroup {
  readonly join: 'all' | 'any';
  readonly parts: readonly { readonly predicate: ResolvedPredicate; readonly inner: StepGroup | null }[];
}

/** How many meet a condition by itself, and how many the conditions so far leave, or find, where it stands. */
export interface StepSize {
  readonly alone: number;
  readonly remaining: number;
}

/** Whom a group is compared with: the base, the base without the group, or another group of the same snapshot and as-of. */
export type Versus =
  | { readonly kind: 'everyone' }
  | { readonly kind: 'rest' }
  | { readonly kind: 'audience'; readonly predicate: ResolvedPredicate };

/** A group beside another, attribute by attribute. */
export interface PortraitData extends AudienceSize {
  /** Size of the group compared with. */
  readonly versusCount: number;
  /** Customers in both: the group's size against everyone, 0 against the rest. */
  readonly bothCount: number;
  readonly attributes: readonly AttributePortrait[];
}

/**
 * How three groups (the members, those compared with, and those in both) spread over the parts of one attribute. Arrays have
 * a place for each part. A missing value belongs to no part; for tags a customer belongs to several.
 */
export interface AttributePortrait {
  readonly attribute: AttributeId;
  readonly parts: PortraitParts;
  /** Customers with a value. */
  readonly present: number;
  readonly versusPresent: number;
  readonly bothPresent: number;
  readonly counts: ArrayLike<number>;
  readonly versusCounts: ArrayLike<number>;
  readonly bothCounts: ArrayLike<number>;
}

/**
 * What the parts of an attribute are. Values: one each, every value of the snapshot, in any order. Numbers and days: from one
 * cut (included) to the next (excluded), the first and last open: one part more than cuts; no part at all without any value.
 * Days are local days also for datetimes. Text: presence only, no parts.
 */
export type PortraitParts =
  | { readonly kind: 'values'; readonly values: readonly string[] }
  | { readonly kind: 'numbers'; readonly cuts: readonly Decimal[] }
  | { readonly kind: 'days'; readonly cuts: readonly number[] }
  | { readonly kind: 'presence' };

/** What of panels is needed. */
export type PanelDetail = 'all' | 'bins';

/** Which page of members. */
export interface MembersPage {
  readonly attributes: readonly AttributeId[];
  /** The last key of the page before; null for the first page. */
  readonly afterKey: string | null;
  /** Most rows to give, at least 1. */
  readonly limit: number;
}

/** A member: values as text (decimals with the attribute's decimals, `yyyy-mm-dd`, ISO instants in UTC), boolean, list of tags, or null. */
export interface MemberRow {
  readonly key: string;
  readonly values: readonly (string | boolean | readonly string[] | null)[];
}

/** The distribution of one attribute: `missing` + `present` = members. */
export type PanelData = ValuesPanelData | NumberPanelData | DatePanelData | PresencePanelData;

interface PanelPresence {
  readonly attribute: AttributeId;
  /** Members with a value. */
  readonly present: number;
  readonly missing: number;
  /** Customers of the base with a value. */
  readonly basePresent: number;
}

/** Category, boolean, tags: in `order` when the attribute has one, else the 50 largest by count, then base count (both descending), then value by code point. */
export interface ValuesPanelData extends PanelPresence {
  readonly kind: 'values';
  readonly values: readonly { readonly value: string; readonly count: number; readonly baseCount: number }[];
  /** Customers with a value that is not listed (for tags: with at least one). */
  readonly other: number;
  readonly otherBase: number;
}

/** Numbers; statistics of the members, null without any. */
export interface NumberPanelData extends PanelPresence {
  readonly kind: 'number';
  /** Null where it is not told (to who is told rounded numbers). */
  readonly sum: Decimal | null;
  readonly min: Decimal | null;
  /** The lower middle. */
  readonly median: Decimal | null;
  readonly max: Decimal | null;
  readonly bins: readonly {
    readonly from: Decimal | null;
    readonly to: Decimal | null;
    readonly count: number;
    readonly baseCount: number;
  }[];
}

/** Dates (`day`s) and datetimes (`instant`s in ms); bins are local days. */
export interface DatePanelData extends PanelPresence {
  readonly kind: 'date';
  /** Days for a date, instants in ms for a datetime. */
  readonly min: number | null;
  readonly median: number | null;
  readonly max: number | null;
  readonly bins: readonly {
    readonly fromDay: number | null;
    readonly toDay: number | null;
    readonly count: number;
    readonly baseCount: number;
  }[];
}

/** Text: presence only. */
export interface PresencePanelData extends PanelPresence {
  readonly kind: 'presence';
}
