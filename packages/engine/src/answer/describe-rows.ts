import { type ChdbSession, fileSql, localDateSql, quoteIdentifier, type Snapshot } from '@silhouette/lake';
import {
  type CatalogRowsAnswer,
  chooseNumberBins,
  type EventType,
  type Field,
  formatDay,
  formatDecimal,
  isPersonal,
  privacyOf,
  SilhouetteError,
} from '@silhouette/model';
import { type Bins, readDay, splitBins, type Valued, writeBinStarts, writeOrdered, writePresent } from '../chdb/panel-plan.ts';
import { chooseDateBins } from '../panel/choose-date-bins.ts';
import { BIN_PERCENTILES } from '../panel/percentile.ts';
import { writeSettings } from '../sql/write-settings.ts';
import { viewOf } from '../view/view.ts';
import { writeScope } from '../view/write-scope.ts';

/** Rows of an event, or those of them with a value of a field. */
export interface RowsSubject {
  readonly event: EventType;
  readonly field: Field | null;
}

/** Finds what is named. @throws SilhouetteError `unknown-event`, `unknown-field`. */
export function findRows(snapshot: Snapshot, eventId: string, fieldId: string | null): RowsSubject {
  const event = snapshot.catalog.events.find((one) => one.id === eventId);
  if (event === undefined) throw SilhouetteError.of('unknown-event', `There is no event "${eventId}".`, 'event');
  if (fieldId === null) return { event, field: null };
  const field = event.fields.find((one) => one.id === fieldId);
  if (field === undefined)
    throw SilhouetteError.of('unknown-field', `The event "${eventId}" has no field "${fieldId}".`, 'field');
  return { event, field };
}

/**
 * How the rows of an event are spread over time, or the values of a field of them, with when the first and the last of them were.
 * Where the bins are cut is chosen from a sample that is always the same; what is in them is counted exactly. Rows are not
 * customers: to who may not know small groups nothing is told, nor of personal values to whom they are masked.
 */
export async function describeRows(
  session: ChdbSession,
  snapshot: Snapshot,
  { event, field }: RowsSubject,
): Promise<CatalogRowsAnswer> {
  const view = viewOf(snapshot);
  const isPrivate = field !== null && isPersonal(privacyOf(field));
  if (view !== null && (view.rounding !== null || (view.masksPersonal && isPrivate))) {
    return { snapshot: snapshot.id, rows: null, first: null, last: null, histogram: [] };
  }
  const table = snapshot.events.get(event.id);
  if (table === undefined) throw SilhouetteError.of('lake-damaged', `The snapshot has no rows of "${event.id}".`);
  const zone = snapshot.catalog.timeZone;
  const scope = writeScope(view);
  // The time of an event is kept as the local one, as if it were UTC: its days are those of the zone.
  const valued: Valued = field ?? { type: 'date', decimals: 0 };
  const column = field === null ? localDateSql('_local_ms') : quoteIdentifier(field.id);
  const present = field === null ? 'true' : writePresent(field, column);
  const from = `${fileSql(table.files)} WHERE ${present} AND ${scope.sql}`;
  const ask = async (columns: readonly string[]) =>
    (await session.query(`SELECT ${columns.join(', ')} FROM ${from}\n${writeSettings()}`, scope.parameters))[0] ?? {};
  const ordered = writeOrdered(valued, column);
  const row = await ask([
    'count() AS n, min(_at_ms) AS first, max(_at_ms) AS last',
    ...(ordered === null ? [] : [`${writeQuantile('low', ordered)}, ${writeQuantile('high', ordered)}`]),
  ]);
  const rows = Number(row.n);
  const iso = (atMs: unknown) => (rows === 0 ? null : new Date(Number(atMs)).toISOString());
  const bins: Bins =
    rows === 0 || ordered === null
      ? { kind: 'none' }
      : chooseBins(valued, Number(row.low), Number(row.high), (value) => readDay(valued, value, zone));
  return {
    snapshot: snapshot.id,
    rows,
    first: iso(row.first),
    last: iso(row.last),
    histogram: bins.kind === 'none' ? [] : writeBins(bins, await countBins(bins)),
  };

  async function countBins(chosen: Bins): Promise<number[]> {
    const starts = writeBinStarts(valued, column, chosen, zone);
    if (starts.length === 0) return [rows];
    const counts = (await ask([`[${starts.map((start) => `countIf(${start})`).join(', ')}] AS starts`])).starts;
    return splitBins(rows, Array.isArray(counts) ? counts.map(Number) : []);
  }
}

/** A percentile of a sample of 8,192 rows, chosen by a hash of each so that it is always the same. */
function writeQuantile(which: 'low' | 'high', ordered: string): string {
  const level = BIN_PERCENTILES[which];
  return `quantileDeterministic(${level})(toFloat64(assumeNotNull(${ordered})), toUInt64(cityHash64(_ordinal, _at_ms))) AS ${which}`;
}

function chooseBins({ type, decimals }: Valued, low: number, high: number, dayOf: (value: number) => number): Bins {
  if (type === 'number') {
    const units = (value: number) => BigInt(Math.floor(value * 10 ** decimals));
    return { kind: 'number', bins: chooseNumberBins(units(low), units(high), decimals) };
  }
  return { kind: 'date', bins: chooseDateBins(dayOf(Math.floor(low)), dayOf(Math.floor(high))) };
}

function writeBins(bins: Exclude<Bins, { kind: 'none' }>, counts: readonly number[]): CatalogRowsAnswer['histogram'] {
  const count = (index: number) => counts[index] ?? 0;
  if (bins.kind === 'number') {
    const text = (edge: (typeof bins.bins)[number]['from']) => (edge === null ? null : formatDecimal(edge));
    return bins.bins.map(({ from, to }, index) => ({ from: text(from), to: text(to), count: count(index) }));
  }
  const day = (edge: number | null) => (edge === null ? null : formatDay(edge));
  return bins.bins.map(({ fromDay, toDay }, index) => ({ from: day(fromDay), to: day(toDay), count: count(index) }));
}
