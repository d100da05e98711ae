import type { Snapshot } from '@silhouette/lake';
import { SilhouetteError, TimeZone } from '@silhouette/model';

/** The zone in which days and months of the log are read: the catalog's; UTC while nothing is loaded. */
export async function findTimeZone(snapshots: { findLoaded(id: null): Promise<Snapshot> }): Promise<TimeZone> {
  try {
    return (await snapshots.findLoaded(null)).catalog.timeZone;
  } catch (error) {
    if (error instanceof SilhouetteError && error.code === 'lake-missing') return TimeZone.of('UTC');
    throw error;
  }
}
