import type { SequenceGap } from '@silhouette/bitslice';
import { valueAt } from './naive-mask.ts';
import type { PlainTable } from './world.ts';

/** Rows of one place that may be one step of a sequence. */
export interface PlainStep {
  readonly name: string;
  readonly table: PlainTable;
  readonly rows: readonly number[];
}

/** Whether some choice of a row a step follows one another: every choice is tried. */
export function hasSequence(steps: readonly PlainStep[], gap: SequenceGap | null): boolean {
  const follow = (index: number, before: { step: PlainStep; row: number } | null): boolean => {
    const step = steps[index];
    if (step === undefined) return true;
    return step.rows.some(
      (row) => (before === null || mayFollow(before, { step, row }, gap)) && follow(index + 1, { step, row }),
    );
  };
  return follow(0, null);
}

interface Choice {
  readonly step: PlainStep;
  readonly row: number;
}

function mayFollow(before: Choice, after: Choice, gap: SequenceGap | null): boolean {
  const [from, to] = [instantOf(before), instantOf(after)];
  if (to <= from) return false;
  if (gap !== null) {
    const piece = gap.startsMs.findLastIndex((startMs) => startMs <= from);
    if (to > from + (gap.deltasMs[piece] ?? 0)) return false;
  }
  if (before.step.name !== after.step.name) return true;
  return occasionOf(before) !== occasionOf(after);
}

function instantOf({ step, row }: Choice): number {
  return Number(valueAt(step.table.columns, '@at', row));
}

/** Where there are no occasions each row is one. */
function occasionOf({ step, row }: Choice): unknown {
  return step.table.occasions === 'none' ? row : valueAt(step.table.columns, '@occasion', row);
}
