import { SilhouetteError } from '@silhouette/model';

/** Between the steps of a long question. @throws SilhouetteError `question-withdrawn` once nobody waits for its answer, or why else it is given up. */
export function throwIfWithdrawn(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  if (signal.reason instanceof SilhouetteError) throw signal.reason;
  throw SilhouetteError.of('question-withdrawn', 'The question was withdrawn before it was answered.');
}
