import type { Snapshot } from '@silhouette/lake';
import { SilhouetteError, TimeZone } from '@silhouette/model';

/** The zone of the newest data, in which the page tells times and days and months of the log are read; UTC while nothing is loaded. */
export async function findTimeZone(snapshots: { findLoaded(id: null): Promise<Snapshot> }): Promise<TimeZone> {
  try {
    return (await snapshots.findLoaded(null)).catalog.timeZone;
  } catch (error) {
    if (error instanceof SilhouetteError && error.code === 'lake-missing') return TimeZone.of('UTC');
    throw error;
  }
}
