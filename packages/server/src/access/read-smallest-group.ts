import { readWholeNumber } from '../limits/read-whole-number.ts';

const DEFAULT = 10;
const MOST = 1000;

/** Customers of the smallest group that everybody is told of: `SILHOUETTE_SMALLEST_GROUP`, else 10. @throws SilhouetteError `invalid-option`. */
export function readSmallestGroup(env: Readonly<Record<string, string | undefined>>): number {
  const problem = `SILHOUETTE_SMALLEST_GROUP must be a whole number from 2 to ${MOST}; without it it is ${DEFAULT}.`;
  return readWholeNumber(env.SILHOUETTE_SMALLEST_GROUP, { least: 2, most: MOST, usual: DEFAULT, digits: 4, problem });
}
