import type { Snapshot } from '@silhouette/lake';
import { SilhouetteError } from '@silhouette/model';
import { viewOf } from './view.ts';

/**
 * Holds an as-of against a view: who may not know small groups asks as of the ends of local days, or as of the snapshot's own. Between
 * two instants of their choice they could put one customer's event alone.
 * @throws SilhouetteError `not-allowed`
 */
export function checkAsOf(snapshot: Snapshot, asOfMs: number): void {
  if ((viewOf(snapshot)?.rounding ?? null) === null || asOfMs === snapshot.asOfMs) return;
  const zone = snapshot.catalog.timeZone;
  if (zone.startOfDay(zone.dayOf(asOfMs)) === asOfMs) return;
  const message =
    'An as-of within a day is told only to those who may know the exact size of a group ("small-groups.see"); give a date: its end is meant.';
  throw SilhouetteError.of('not-allowed', message, 'asOf');
}
