import type { Snapshot } from '@silhouette/lake';
import { SilhouetteError } from '@silhouette/model';
import { roundingOf } from './view.ts';

/**
 * Holds an as-of against a view: who may not know small groups asks as of the snapshot's own. Between two as-ofs few come and go, and
 * the difference of two answers would tell of them; sizes at the ends of months are told beside each other, without such differences.
 * @throws SilhouetteError `not-allowed`
 */
export function checkAsOf(snapshot: Snapshot, asOfMs: number): void {
  if (roundingOf(snapshot) === null || asOfMs === snapshot.asOfMs) return;
  const message =
    'Another as-of than the newest is answered only for those who may know the exact size of a group ("small-groups.see"); leave "asOf" out. The history of a group has its size at the ends of months.';
  throw SilhouetteError.of('not-allowed', message, 'asOf');
}
