import { SilhouetteError } from '@silhouette/model';

/** How long entries are kept. */
export interface AuditKeep {
  /** As it was told: `2y`. */
  readonly text: string;
  /** Entries from before this moment may go, ms since 1970. */
  findCutoff(nowMs: number): number;
}

const DEFAULT = '2y';
const DAY_MS = 86_400_000;
/** The clocks of the database and of this machine may differ, and the database refuses what is younger than two years by its own. */
const SLACK_MS = DAY_MS;

/**
 * `SILHOUETTE_AUDIT_KEEP`: years or months (`3y`, `30m`), two years without it and at least: so long the Korean standard of safety
 * measures asks for where data of 50,000 people or more are handled. @throws SilhouetteError `invalid-option`.
 */
export function readAuditKeep(env: Readonly<Record<string, string | undefined>>): AuditKeep {
  const given = env.SILHOUETTE_AUDIT_KEEP ?? '';
  const text = given === '' ? DEFAULT : given;
  const [, digits = '', unit] = /^([1-9]\d{0,3})([ym])$/.exec(text) ?? [];
  const months = Number(digits) * (unit === 'y' ? 12 : 1);
  if (digits === '') {
    throw SilhouetteError.of('invalid-option', `SILHOUETTE_AUDIT_KEEP is years or months, such as 3y or 30m, not "${text}".`);
  }
  if (months < 24) {
    const message = `SILHOUETTE_AUDIT_KEEP must be at least 2y: records of who saw customers' data are kept for two years.`;
    throw SilhouetteError.of('invalid-option', message);
  }
  return {
    text,
    findCutoff: (nowMs) => {
      const then = new Date(nowMs);
      // The 29th of February may become the 1st of March: the day of slack takes that back.
      const day = new Date(Date.UTC(then.getUTCFullYear(), then.getUTCMonth() - months, then.getUTCDate()));
      return day.getTime() - SLACK_MS;
    },
  };
}
