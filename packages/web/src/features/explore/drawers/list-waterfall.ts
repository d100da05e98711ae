import type { ExplainAnswer, NestedStep } from '@silhouette/model';

/** A row of the waterfall. */
export interface WaterfallRow extends NestedStep {
  /** How many groups it stands in, besides the outermost. */
  readonly depth: number;
}

/** The waterfall with what is inside of its groups under them. */
export function listWaterfall({ waterfall, nested }: Pick<ExplainAnswer, 'waterfall' | 'nested'>): readonly WaterfallRow[] {
  const steps = waterfall.map((step): NestedStep => ({ ...step, join: 'all', excluded: false }));
  return steps.flatMap((step) => {
    const inner = (nested ?? []).filter(({ path }) => step.path === '' || path.startsWith(`${step.path}.`));
    return [step, ...inner].map((row) => ({ ...row, depth: countGroups(row.path) - countGroups(step.path) }));
  });
}

function countGroups(path: string): number {
  return path.match(/(?:all|any)\[/g)?.length ?? 0;
}
