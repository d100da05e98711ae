import {
  type AttributeId,
  type AttributeTest,
  addToDay,
  assertNever,
  dayAfterLast,
  dayParts,
  resolveAttributeWindow,
} from '@silhouette/model';
import type { Column, DateColumn, DatetimeColumn } from './column.ts';
import { compileTest, type RowTest } from './compile-test.ts';
import type { ReferenceData } from './reference-data.ts';

/** The test of one attribute, a row per customer. */
export async function compileAttributeTest(
  data: ReferenceData,
  attribute: AttributeId,
  test: AttributeTest,
  asOfMs: number,
): Promise<RowTest> {
  const column = await data.attribute(attribute);
  const zone = data.catalog.timeZone;
  switch (test.kind) {
    case 'compare':
    case 'exists':
      return compileTest(column, test, zone);
    case 'within': {
      const times = readTimes(column, data);
      const { startMs, endMs } = resolveAttributeWindow(test.window, asOfMs, zone);
      return (row) => {
        const atMs = times.instantMs(row);
        return atMs >= startMs && atMs < endMs;
      };
    }
    case 'anniversary': {
      const times = readTimes(column, data);
      const today = dayAfterLast(asOfMs, zone) - 1;
      return (row) => times.instantMs(row) < asOfMs && hasAnniversary(times.day(row), today, today + test.nextDays);
    }
    default:
      return assertNever(test);
  }
}

/** Whether the yearly day of `day` (29 February: 28 in other years), from one year after it on, falls in [fromDay, toDay). */
function hasAnniversary(day: number, fromDay: number, toDay: number): boolean {
  const firstYears = Math.max(1, dayParts(fromDay).year - dayParts(day).year);
  for (let years = firstYears; ; years += 1) {
    const yearly = addToDay(day, years, 'year');
    if (yearly >= toDay) return false;
    if (yearly >= fromDay) return true;
  }
}

interface Times {
  /** First instant of a date, instant of a datetime; NaN (which no comparison holds for) when missing. */
  readonly instantMs: (row: number) => number;
  readonly day: (row: number) => number;
}

function readTimes(column: Column, data: ReferenceData): Times {
  const zone = data.catalog.timeZone;
  if (column.kind === 'datetime') {
    const instantMs = (row: number): number => (column satisfies DatetimeColumn).atMs[row] ?? Number.NaN;
    return { instantMs, day: (row) => zone.dayOf(instantMs(row)) };
  }
  if (column.kind !== 'date')
    throw new TypeError(`A ${column.kind} has no window: the definition did not come from parsePredicate.`);
  const day = (row: number): number => (column satisfies DateColumn).days[row] ?? Number.NaN;
  const starts = new Map<number, number>([[Number.NaN, Number.NaN]]);
  const instantMs = (row: number): number => {
    const known = starts.get(day(row));
    if (known !== undefined) return known;
    const startMs = zone.startOfDay(day(row));
    starts.set(day(row), startMs);
    return startMs;
  };
  return { instantMs, day };
}
