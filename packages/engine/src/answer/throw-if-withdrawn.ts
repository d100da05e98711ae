import { SilhouetteError } from '@silhouette/model';

/** Between the steps of a long question. @throws SilhouetteError `question-withdrawn` once nobody waits for its answer. */
export function throwIfWithdrawn(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  throw SilhouetteError.of('question-withdrawn', 'The question was withdrawn before it was answered.');
}
