import { SilhouetteError } from '@silhouette/model';
import { throwAll } from './stage-values.ts';

/** Runs every step, one after another, and answers all results. @throws SilhouetteError with the issues of all steps that failed. */
export async function gatherAll<T extends readonly unknown[]>(
  ...steps: { readonly [K in keyof T]: () => T[K] | Promise<T[K]> }
): Promise<T> {
  const results: unknown[] = [];
  const problems: SilhouetteError[] = [];
  for (const step of steps) {
    try {
      results.push(await step());
    } catch (error) {
      if (!(error instanceof SilhouetteError)) throw error;
      problems.push(error);
    }
  }
  throwAll(problems);
  // Without a problem every step has pushed its result, in the order of the steps.
  return results as unknown as T;
}
