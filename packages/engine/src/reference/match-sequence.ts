import { addUnits, DAY_MS, type SequencePredicate, type TimeZone } from '@silhouette/model';
import type { ReferenceData } from './reference-data.ts';
import { makeRowFinder, type RowFinder } from './row-finder.ts';

type Gap = SequencePredicate['gap'];

/**
 * Whether a customer has rows r1, r2 …, one for each step, each at a strictly later instant than the one before, of
 * another occasion where it is of the same event, and at most the gap after it. Any choice of rows that fits counts.
 */
export async function compileSequence(
  data: ReferenceData,
  predicate: SequencePredicate,
  asOfMs: number,
): Promise<(customer: number) => boolean> {
  const zone = data.catalog.timeZone;
  const steps = await Promise.all(
    predicate.steps.map(async (step) => ({ event: step.event, finder: await makeRowFinder(data, step, asOfMs) })),
  );
  return (customer) => {
    // Rows that a choice for all steps so far can end in.
    let ends: readonly number[] = [];
    for (const [index, step] of steps.entries()) {
      const rows = step.finder.find(customer);
      const before = steps[index - 1];
      if (before === undefined) {
        ends = rows;
      } else {
        const sameEvent = before.event === step.event;
        const previous = ends;
        ends = rows.filter((row) =>
          existsBackwards(previous, (earlier) =>
            compareStep(before.finder, earlier, step.finder, row, sameEvent, predicate.gap, zone),
          ),
        );
      }
      if (ends.length === 0) return false;
    }
    return true;
  };
}

type StepVerdict = 'fits' | 'no' | 'too-early';

/** Whether `row` may follow `earlier`; `too-early`: neither may it follow any row before `earlier`. */
function compareStep(
  before: RowFinder,
  earlier: number,
  after: RowFinder,
  row: number,
  sameEvent: boolean,
  gap: Gap,
  zone: TimeZone,
): StepVerdict {
  const earlierMs = before.rows.atMs[earlier] ?? Number.NaN;
  const rowMs = after.rows.atMs[row] ?? Number.NaN;
  if (rowMs <= earlierMs) return 'no';
  if (gap !== null && rowMs - earlierMs > longestGapMs(gap)) return 'too-early';
  if (gap !== null && rowMs > addUnits(before.rows.localMs[earlier] ?? Number.NaN, earlierMs, gap.max, gap.unit, zone))
    return 'no';
  const { occasion } = after.rows;
  const sameOccasion = sameEvent && (occasion === null ? earlier === row : occasion[earlier] === occasion[row]);
  return sameOccasion ? 'no' : 'fits';
}

/** Searches from the last row back, where the nearest ones are. */
function existsBackwards(rows: readonly number[], compare: (row: number) => StepVerdict): boolean {
  for (let index = rows.length - 1; index >= 0; index -= 1) {
    const verdict = compare(rows[index] ?? -1);
    if (verdict === 'fits') return true;
    if (verdict === 'too-early') return false;
  }
  return false;
}

/** More than any gap of so many units can last, whatever the months and the clocks do: two days for changes of a zone. */
function longestGapMs(gap: NonNullable<Gap>): number {
  const days = { hour: 1 / 24, day: 1, week: 7, month: 31 }[gap.unit];
  return (gap.max * days + 2) * DAY_MS;
}
