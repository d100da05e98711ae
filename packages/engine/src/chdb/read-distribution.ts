import type { ChdbSession, QueryParameters } from '@silhouette/lake';
import { type Attribute, type Decimal, normaliseDecimal, parseDecimal, type TimeZone } from '@silhouette/model';
import { writeSettings } from '../sql/write-settings.ts';
import { type Bins, hasValues, splitBins, writeBinStarts, writeOrdered, writePresent, writeValues } from './panel-plan.ts';

/** Customers to describe: a table or subquery with a row each, and how it names an attribute. */
export interface Relation {
  /** SQL to stand after FROM, with its alias. */
  readonly from: string;
  readonly parameters: QueryParameters;
  readonly column: (attribute: Attribute) => string;
}

/** One attribute among some customers. */
export interface Distribution {
  readonly present: number;
  /** Customers by value; empty for types without values to list. */
  readonly values: ReadonlyMap<string, number>;
  /** Customers by bin. */
  readonly binCounts: readonly number[];
  /** As ClickHouse writes them: decimals, days or instants (ms); null without values. */
  readonly min: string | null;
  readonly median: string | null;
  readonly max: string | null;
  /** 0 for other types than numbers. */
  readonly sum: Decimal;
}

/** Attributes of one statement: each has some thirty columns of it. */
const ATTRIBUTES_PER_STATEMENT = 25;

/** Describes customers by several attributes, in two scans for every 25 of them. `binsOf` gives each one's bins by id. */
export async function readDistributions(
  session: ChdbSession,
  relation: Relation,
  attributes: readonly Attribute[],
  binsOf: ReadonlyMap<string, Bins>,
  zone: TimeZone,
): Promise<Map<string, Distribution>> {
  const found = new Map<string, Distribution>();
  for (let start = 0; start < attributes.length; start += ATTRIBUTES_PER_STATEMENT) {
    const part = attributes.slice(start, start + ATTRIBUTES_PER_STATEMENT);
    const [row, values] = await Promise.all([
      readStatistics(session, relation, part, binsOf, zone),
      readValueCounts(session, relation, part),
    ]);
    part.forEach((attribute, index) => {
      const present = Number(row[`n${index}`] ?? 0);
      const text = (name: string): string | null => (row[name] === null || row[name] === undefined ? null : String(row[name]));
      const starts = row[`b${index}`];
      const bins = binsOf.get(attribute.id) ?? { kind: 'none' };
      found.set(attribute.id, {
        present,
        values: values.get(index) ?? new Map(),
        binCounts: bins.kind === 'none' ? [] : splitBins(present, Array.isArray(starts) ? starts.map(Number) : []),
        min: text(`l${index}`),
        median: text(`m${index}`),
        max: text(`h${index}`),
        sum: parseDecimal(text(`s${index}`) ?? '0') ?? normaliseDecimal(0n, 0),
      });
    });
  }
  return found;
}

async function readStatistics(
  session: ChdbSession,
  relation: Relation,
  attributes: readonly Attribute[],
  binsOf: ReadonlyMap<string, Bins>,
  zone: TimeZone,
): Promise<Record<string, unknown>> {
  const columns = attributes.flatMap((attribute, index) => {
    const column = relation.column(attribute);
    const present = `countIf(${writePresent(attribute, column)}) AS n${index}`;
    const ordered = writeOrdered(attribute, column);
    if (ordered === null) return [present];
    const starts = writeBinStarts(attribute, column, binsOf.get(attribute.id) ?? { kind: 'none' }, zone);
    const counts = starts.map((start) => `countIf(${start})`);
    return [
      present,
      ...(counts.length === 0 ? [] : [`[${counts.join(', ')}] AS b${index}`]),
      `min(${ordered}) AS l${index}, quantileExactLowOrNull(0.5)(${ordered}) AS m${index}, max(${ordered}) AS h${index}`,
      // 256 bits: a sum of 38-digit values would wrap in 128 without a word.
      ...(attribute.type === 'number' ? [`ifNull(sum(toDecimal256(${column}, ${attribute.decimals})), 0) AS s${index}`] : []),
    ];
  });
  const [row] = await session.query(
    `SELECT ${columns.join(', ')}\nFROM ${relation.from}\n${writeSettings()}`,
    relation.parameters,
  );
  return row ?? {};
}

async function readValueCounts(
  session: ChdbSession,
  relation: Relation,
  attributes: readonly Attribute[],
): Promise<Map<number, Map<string, number>>> {
  const counts = new Map<number, Map<string, number>>();
  const parts = attributes.flatMap((attribute, index) => {
    if (!hasValues(attribute)) return [];
    counts.set(index, new Map());
    const column = relation.column(attribute);
    return [
      `SELECT toUInt32(${index}) AS panel, ${writeValues(attribute, column)} AS value, count() AS customers FROM ${relation.from} WHERE ${writePresent(attribute, column)} GROUP BY value`,
    ];
  });
  if (parts.length === 0) return counts;
  const rows = await session.query<{ panel: number; value: string; customers: string }>(
    `SELECT * FROM (${parts.join('\nUNION ALL\n')})\n${writeSettings()}`,
    relation.parameters,
  );
  for (const { panel, value, customers } of rows) counts.get(panel)?.set(value, Number(customers));
  return counts;
}
