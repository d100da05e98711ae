import { localDateSql } from '@silhouette/lake';
import { addToDay, DAY_MS, FIRST_DAY, HOUR_MS, LAST_DAY, type SequencePredicate, type TimeZone } from '@silhouette/model';

/** The most that two rows can lie apart, and more. */
const LONGEST_MS = (LAST_DAY - FIRST_DAY + 1000) * DAY_MS;

/**
 * SQL of the last instant (ms, `Int64`) that is within a gap after row `r`: its local date-time plus so many units,
 * turned into an instant (`hour`: elapsed); `noLimit` where that is after everything. Exact for rows from `fromMs` and
 * deadlines up to `toMs`; a later deadline is still after `toMs`.
 */
export function writeDeadline(
  gap: SequencePredicate['gap'],
  zone: TimeZone,
  range: { readonly fromMs: number; readonly toMs: number },
  noLimit: string,
): string {
  if (gap === null) return noLimit;
  switch (gap.unit) {
    case 'hour':
      return gap.max * HOUR_MS > LONGEST_MS ? noLimit : `r._at_ms + ${gap.max * HOUR_MS}`;
    case 'day':
    case 'week': {
      const lengthMs = gap.max * (gap.unit === 'week' ? 7 : 1) * DAY_MS;
      return lengthMs > LONGEST_MS ? noLimit : writeInstantOf(`(r._local_ms + ${lengthMs})`, zone, range);
    }
    case 'month': {
      const openDay = findFirstDayPast(gap.max);
      if (openDay <= FIRST_DAY) return noLimit;
      const date = `addMonths(${localDateSql('r._local_ms')}, ${gap.max})`;
      const local = `(toInt64(toInt32(${date})) * ${DAY_MS} + positiveModulo(r._local_ms, ${DAY_MS}))`;
      return `if(r._local_ms >= ${openDay * DAY_MS}, ${noLimit}, ${writeInstantOf(local, zone, range)})`;
    }
  }
}

/** The first day that so many months lead past the last day that can be: a `Date32` would stop there. */
function findFirstDayPast(months: number): number {
  let day = addToDay(LAST_DAY + 1, -months, 'month') - 4;
  while (addToDay(day, months, 'month') <= LAST_DAY) day += 1;
  return day;
}

/**
 * SQL of the instant of a local time (ms as if UTC): one that never was moves forward, one that was twice is the
 * first. An offset holds for local times up to the later of the two local times that its end has, for both reasons.
 */
export function writeInstantOf(
  local: string,
  zone: TimeZone,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): string {
  const edges: number[] = [];
  const offsets: number[] = [];
  let offsetMs = zone.offsetMsAt(fromMs - 2 * DAY_MS);
  const beforeAll = offsetMs;
  for (const change of zone.changes) {
    if (change.atMs <= fromMs - 2 * DAY_MS || change.atMs > toMs + 2 * DAY_MS) continue;
    edges.push(change.atMs + Math.max(offsetMs, change.offsetMs));
    offsets.push(change.offsetMs);
    offsetMs = change.offsetMs;
  }
  if (edges.length === 0) return `(${local} - ${beforeAll})`;
  const earliest = -LONGEST_MS * 10;
  const from = `[${[earliest, ...edges].map((edge) => `toInt64(${edge})`).join(', ')}]`;
  const to = `[${[beforeAll, ...offsets].map((offset) => `toInt64(${offset})`).join(', ')}]`;
  return `(${local} - transform(roundDown(${local}, ${from}), ${from}, ${to}, toInt64(0)))`;
}
