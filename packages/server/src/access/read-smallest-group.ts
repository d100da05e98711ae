import { SilhouetteError } from '@silhouette/model';

const DEFAULT = 10;
const MOST = 1000;

/** Customers of the smallest group that everybody is told of: `SILHOUETTE_SMALLEST_GROUP`, else 10. @throws SilhouetteError `invalid-option`. */
export function readSmallestGroup(env: Readonly<Record<string, string | undefined>>): number {
  const text = env.SILHOUETTE_SMALLEST_GROUP ?? '';
  if (text === '') return DEFAULT;
  const size = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (size >= 2 && size <= MOST) return size;
  throw SilhouetteError.of(
    'invalid-option',
    `SILHOUETTE_SMALLEST_GROUP must be a whole number from 2 to ${MOST}; without it it is ${DEFAULT}.`,
  );
}
