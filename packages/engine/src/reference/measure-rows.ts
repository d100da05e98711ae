import type { EventId, FieldId } from '@silhouette/model';
import { type Column, type ColumnValue, compareRowValues, isPresent, readUnits, readValue, type TagsColumn } from './column.ts';
import type { EventRows, ReferenceData } from './reference-data.ts';

/** Occasions with a matching row; rows where asked for, or where the event has no occasions. */
export function countUnits(rows: EventRows, matching: readonly number[], per: 'occasion' | 'row'): number {
  const { occasion } = rows;
  if (per === 'row' || occasion === null) return matching.length;
  return new Set(matching.map((row) => occasion[row])).size;
}

/** Order of rows in time; of one instant by `_row`, and where that does not tell them apart by the field's value. */
export function compareRowOrder(rows: EventRows, column: SingleColumn, a: number, b: number): number {
  const inTime = (rows.atMs[a] ?? 0) - (rows.atMs[b] ?? 0);
  if (inTime !== 0) return inTime;
  const inSource = (rows.order?.[a] ?? 0) - (rows.order?.[b] ?? 0);
  return inSource !== 0 ? inSource : compareRowValues(column, a, b);
}

/** A row of the value with most rows; of several such values the one whose latest row is latest. Null without any value. */
export function findTop(
  column: SingleColumn,
  order: (a: number, b: number) => number,
  matching: readonly number[],
): number | null {
  const groups = new Map<ColumnValue, number[]>();
  for (const row of matching) {
    if (!isPresent(column, row)) continue;
    const value = readValue(column, row);
    const group = groups.get(value);
    if (group === undefined) groups.set(value, [row]);
    else group.push(row);
  }
  const candidates = [...groups.values()].map((group) => ({
    size: group.length,
    latest: findBest(group, (a, b) => order(b, a)) ?? -1,
  }));
  candidates.sort((a, b) => b.size - a.size || order(b.latest, a.latest));
  return candidates[0]?.latest ?? null;
}

/** The first of the rows in an order; null when there is none. */
export function findBest(candidates: readonly number[], order: (a: number, b: number) => number): number | null {
  let best: number | null = null;
  for (const row of candidates) if (best === null || order(row, best) < 0) best = row;
  return best;
}

/** Sum of the values that are there, in units of the column, and how many there are. */
export function sumPresent(column: NumberField, matching: readonly number[]): { units: bigint; present: number } {
  let units = 0n;
  let present = 0;
  for (const row of matching) {
    if (!isPresent(column, row)) continue;
    units += readUnits(column, row);
    present += 1;
  }
  return { units, present };
}

/** A column of single values. */
export type SingleColumn = Exclude<Column, TagsColumn>;
type NumberField = Extract<Column, { kind: 'number' }>;

/** A field that has one value a row. @throws TypeError for tags (the parser lets none through). */
export async function singleField(data: ReferenceData, event: EventId, field: FieldId): Promise<SingleColumn> {
  const column = await data.field(event, field);
  if (column.kind === 'tags')
    throw new TypeError(`Field ${field} has tags, not one value: the definition did not come from parsePredicate.`);
  return column;
}

/** A field of numbers. @throws TypeError for any other (the parser lets none through). */
export async function numberField(data: ReferenceData, event: EventId, field: FieldId): Promise<NumberField> {
  const column = await data.field(event, field);
  if (column.kind !== 'number')
    throw new TypeError(`Field ${field} is no number: the definition did not come from parsePredicate.`);
  return column;
}
