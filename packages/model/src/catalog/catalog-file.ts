import type { PrivacyClass } from '../access/privacy-class.ts';
import type { TimeZone } from '../time/time-zone.ts';
import type { ValueType } from '../value/value-type.ts';
import type { Label } from './catalog.ts';

/** `silhouette.yaml`, parsed and checked by itself (columns and SQL are checked at load). */
export interface CatalogFile {
  readonly name: string;
  readonly timeZone: TimeZone;
  readonly currency: string | null;
  readonly now: NowRule;
  readonly sources: ReadonlyMap<string, SourceSpec>;
  /** SQL over sources and earlier views, in the order of the file. */
  readonly views: ReadonlyMap<string, string>;
  readonly customers: CustomersSpec | null;
  readonly events: ReadonlyMap<string, EventSpec>;
  readonly computed: { readonly standard: boolean; readonly attributes: ReadonlyMap<string, ComputedAttributeSpec> };
  /** Null: chosen by rule. */
  readonly panels: readonly string[] | null;
}

/** As-of when none is asked for. */
export type NowRule =
  | { readonly kind: 'latest' }
  | { readonly kind: 'clock' }
  | { readonly kind: 'at'; readonly asOfMs: number };

/** A raw table: files of one shape. */
export interface SourceSpec {
  readonly files: readonly string[];
  /** Null: from the file's name. */
  readonly format: 'csv' | 'tsv' | 'jsonl' | 'parquet' | null;
  /** WHATWG label; null: detected. */
  readonly encoding: string | null;
  readonly missing: readonly string[];
  readonly gone: 'error' | 'keep' | 'drop';
}

/** How the values of a column are read; null where nothing is declared. */
export interface ColumnSpec {
  readonly type: ValueType | null;
  readonly missing: readonly string[];
  readonly decimals: number | null;
  /** Pattern of dates and times (see the catalog's documentation); null: ISO 8601. */
  readonly format: string | null;
  readonly separator: string | null;
  readonly trueValues: readonly string[] | null;
  readonly falseValues: readonly string[] | null;
}

/** What may be said of any attribute or field. */
export interface DescribedSpec {
  readonly label: Label | null;
  readonly description: Label | null;
  readonly group: string | null;
  readonly unit: string | null;
  readonly order: readonly string[] | null;
  readonly values: ReadonlyMap<string, Label>;
  readonly synonyms: readonly string[];
  readonly pii: boolean;
  /** Absent: what `pii` says. */
  readonly privacy?: PrivacyClass | undefined;
  readonly hidden: boolean;
}

/** A column or an SQL expression read as a value. */
export interface ValueSpec extends DescribedSpec, ColumnSpec {
  readonly column: string | null;
  readonly sql: string | null;
  /** Column with the names of the values of `column`. */
  readonly labelColumn: string | null;
}

/** The customer table. */
export interface CustomersSpec {
  readonly from: string;
  readonly key: string;
  /** How private keys are; absent: `internal`. */
  readonly privacy?: PrivacyClass | undefined;
  readonly since: string | null;
  readonly latestBy: string | null;
  /** `all`: columns not named are taken too. */
  readonly columns: 'all' | 'named';
  readonly attributes: ReadonlyMap<string, ValueSpec>;
}

/** A kind of event. */
export interface EventSpec {
  readonly from: string;
  readonly customer: string;
  readonly time: string;
  /** Columns whose values together name the occasion; empty: none. */
  readonly occasion: readonly string[];
  readonly where: string | null;
  readonly label: Label | null;
  readonly description: Label | null;
  readonly synonyms: readonly string[];
  readonly hidden: boolean;
  readonly fields: ReadonlyMap<string, ValueSpec>;
}

/** A computed attribute as written: the definition keeps its plain JSON, parsed against the events once their types are known. */
export interface ComputedAttributeSpec extends DescribedSpec {
  readonly event: string;
  /** Plain data: `{ within, where, <measure> }` as in the audience language, where the measure names a field or `true`. */
  readonly definition: Readonly<Record<string, unknown>>;
}
