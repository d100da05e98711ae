import { addToLocal, assertNever, DAY_MS, HOUR_MS, type TimeUnit, type TimeZone } from '@silhouette/model';

/** A closed run of local times, ms as if UTC. */
interface LocalRun {
  readonly first: number;
  readonly last: number;
}

/**
 * SQL for `recency`: the largest n for which the row's local date-time plus n units, turned into an instant, is not
 * after as-of. `localExpr` and `atExpr` are the last matching row's local time and instant (ms, `Int64` or nullable;
 * null gives null). Exact: clamped months, gaps and repeated hours around as-of included.
 *
 * For a fixed as-of the local times whose instant is not after it are one half-line and at most a few runs beside a
 * change of offset, known here; the largest n with local + n units at or before one constant is plain arithmetic.
 */
export function recencySql(localExpr: string, atExpr: string, asOfMs: number, unit: TimeUnit, zone: TimeZone): string {
  if (unit === 'hour') return floorDivideSql(`${asOfMs} - ${atExpr}`, HOUR_MS);
  let sql = '';
  for (const run of listReachedRuns(asOfMs, zone)) {
    const steps = stepsUpToSql(localExpr, run.last, unit);
    // A later run counts only where a step of this customer lands inside it.
    sql = sql === '' ? steps : `if(${steps} > ${stepsUpToSql(localExpr, run.first - 1, unit)}, ${steps}, ${sql})`;
  }
  return sql;
}

/** Largest n with `local` plus n units at or before `boundMs` (both local). Negative when `local` itself is after it. */
function stepsUpToSql(localExpr: string, boundMs: number, unit: Exclude<TimeUnit, 'hour'>): string {
  switch (unit) {
    case 'day':
      return floorDivideSql(`${boundMs} - ${localExpr}`, DAY_MS);
    case 'week':
      return floorDivideSql(`${boundMs} - ${localExpr}`, 7 * DAY_MS);
    case 'month':
      return monthsUpToSql(localExpr, boundMs);
    case 'year':
      return floorDivideSql(monthsUpToSql(localExpr, boundMs), 12);
    default:
      return assertNever(unit);
  }
}

function monthsUpToSql(localExpr: string, boundMs: number): string {
  const day = Math.floor(boundMs / DAY_MS);
  const date = new Date(day * DAY_MS);
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
  const dayOfMonth = date.getUTCDate();
  const lastOfMonth = new Date(addToLocal(day * DAY_MS - (dayOfMonth - 1) * DAY_MS, 1, 'month') - DAY_MS).getUTCDate();
  const timeOfDay = boundMs - day * DAY_MS;
  const rowDate = localDateSql(localExpr);
  const rowMonth = `(toInt64(toYear(${rowDate})) * 12 + toMonth(${rowDate}) - 1)`;
  const rowTime = `positiveModulo(${localExpr}, ${DAY_MS})`;
  // In the bound's own month the row's day is clamped to that month's last day, a constant.
  const late = `(least(toDayOfMonth(${rowDate}), ${lastOfMonth}) * ${DAY_MS} + ${rowTime} > ${dayOfMonth * DAY_MS + timeOfDay})`;
  return `(${month} - ${rowMonth} - ${late})`;
}

/** SQL of the local day (`Date32`) of a local time in ms. */
export function localDateSql(localExpr: string): string {
  return `addDays(toDate32('1970-01-01'), ${floorDivideSql(localExpr, DAY_MS)})`;
}

/** SQL of the day number (days since 1970-01-01) of a local time in ms. */
export function localDayNumberSql(localExpr: string): string {
  return floorDivideSql(localExpr, DAY_MS);
}

/** Integer division towards minus infinity; `intDiv` goes towards zero. */
function floorDivideSql(expr: string, divisor: number): string {
  return `intDiv((${expr}) - positiveModulo(${expr}, ${divisor}), ${divisor})`;
}

/** The local times whose instant is at or before as-of, first the half-line, then any runs after it, in order. */
function listReachedRuns(asOfMs: number, zone: TimeZone): LocalRun[] {
  const near = zone.changes.filter((change) => Math.abs(change.atMs - asOfMs) <= 4 * DAY_MS);
  const edges = new Set<number>();
  for (const change of near) {
    edges.add(zone.localOf(change.atMs));
    edges.add(change.atMs + zone.offsetMsAt(change.atMs - 1));
  }
  // Between two edges local time and instant differ by a constant.
  const starts = [Number.NEGATIVE_INFINITY, ...[...edges].sort((a, b) => a - b)];
  const runs: LocalRun[] = [];
  for (const [index, first] of starts.entries()) {
    const next = starts[index + 1] ?? Number.POSITIVE_INFINITY;
    const probe =
      first === Number.NEGATIVE_INFINITY ? (next === Number.POSITIVE_INFINITY ? zone.localOf(asOfMs) : next - 1) : first;
    const offsetMs = probe - zone.instantOf(probe);
    const last = Math.min(next - 1, asOfMs + offsetMs);
    if (last < first) continue;
    const before = runs.at(-1);
    if (before !== undefined && before.last === first - 1) runs[runs.length - 1] = { first: before.first, last };
    else runs.push({ first, last });
  }
  return runs;
}
