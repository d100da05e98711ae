import type { SequenceStep } from '../predicate/predicate.ts';

/** Whether a step before this one is of the same event: then this one must be another occasion, and the sentence says so. */
export function isRepeated(steps: readonly SequenceStep[], index: number): boolean {
  return steps.slice(0, index).some((step) => step.event === steps[index]?.event);
}
