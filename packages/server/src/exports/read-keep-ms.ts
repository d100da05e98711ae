import { SilhouetteError } from '@silhouette/model';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 7;
const MOST_DAYS = 3650;

/** How long the files of exports stay, ms: `SILHOUETTE_EXPORT_DAYS`, else 7 days. @throws SilhouetteError `invalid-option`. */
export function readKeepMs(env: Readonly<Record<string, string | undefined>>): number {
  const text = env.SILHOUETTE_EXPORT_DAYS ?? '';
  if (text === '') return DEFAULT_DAYS * DAY_MS;
  const days = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
  if (days > 0 && days <= MOST_DAYS) return Math.ceil(days * DAY_MS);
  const message = `SILHOUETTE_EXPORT_DAYS must be a number of days above 0, at most ${MOST_DAYS}; exports stay for ${DEFAULT_DAYS} days without it.`;
  throw SilhouetteError.of('invalid-option', message);
}
