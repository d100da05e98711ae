import type { Interval, ValueTest } from '@silhouette/bitslice';
import { type Attribute, type AttributeTest, assertNever, dayAfterLast, resolveAttributeWindow } from '@silhouette/model';
import { listDaysWithAnniversary } from '../../sql/compile-anniversary.ts';
import { firstDayFrom } from '../../sql/first-day-from.ts';
import { listInstantsOfDays } from '../../sql/local-day-sql.ts';
import type { CompileContext } from './compile-context.ts';
import { compileValueTest } from './compile-value-test.ts';
import { intersectIntervals } from './interval-set.ts';

/** The test of an attribute's column. Dates are days, datetimes instants in ms. */
export function compileAttributeTest(attribute: Attribute, test: AttributeTest, context: CompileContext): ValueTest {
  const { catalog, asOfMs } = context;
  const zone = catalog.timeZone;
  switch (test.kind) {
    case 'compare':
    case 'exists': {
      const dictionary = attribute.type === 'category' ? context.dictionary(null, attribute.id) : null;
      return compileValueTest({ type: attribute.type, decimals: attribute.decimals, dictionary }, test, zone);
    }
    case 'within': {
      const { startMs, endMs } = resolveAttributeWindow(test.window, asOfMs, zone);
      if (attribute.type === 'datetime') return { kind: 'intervals', intervals: [spanOf(startMs, endMs)] };
      // A date stands for its first instant.
      return { kind: 'intervals', intervals: [spanOf(firstDayFrom(startMs, zone), firstDayFrom(endMs, zone))] };
    }
    case 'anniversary': {
      const today = dayAfterLast(asOfMs, zone) - 1;
      const days = listDaysWithAnniversary(today, today + test.nextDays);
      if (attribute.type === 'datetime') {
        const instants = days.flatMap(({ fromDay, toDay }) => listInstantsOfDays(fromDay, toDay, zone));
        const spans = instants.map(({ startMs, endMs }) => spanOf(startMs, endMs));
        return { kind: 'intervals', intervals: intersectIntervals(spans, [spanOf(Number.NEGATIVE_INFINITY, asOfMs)]) };
      }
      const spans = days.map(({ fromDay, toDay }) => spanOf(fromDay, toDay));
      const past = spanOf(Number.NEGATIVE_INFINITY, firstDayFrom(asOfMs, zone));
      return { kind: 'intervals', intervals: intersectIntervals(spans, [past]) };
    }
    default:
      return assertNever(test);
  }
}

/** The whole numbers from `start` to before `end`; infinite is open. */
function spanOf(start: number, end: number): Interval {
  return {
    from: Number.isFinite(start) ? BigInt(start) : null,
    to: Number.isFinite(end) ? BigInt(end) - 1n : null,
  };
}
