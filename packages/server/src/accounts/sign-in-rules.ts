import { SilhouetteError } from '@silhouette/model';
import { readWholeNumber } from '../limits/read-whole-number.ts';

/** How strictly sign-ins are held. */
export interface SignInRules {
  /** A session that is not used for so long ends, in milliseconds. */
  readonly idleMs: number;
  /** However much it is used, a session ends after so long, in milliseconds. */
  readonly longestMs: number;
  /** Whether powers over people, personal data, words and the log wait for a second factor, or the company's sign-in. */
  readonly holdsBackPowers: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const SECOND_FACTOR = ['optional', 'powers'] as const;

/**
 * `SILHOUETTE_SESSION_IDLE_MINUTES` (a day without it), `SILHOUETTE_SESSION_HOURS` (14 days) and `SILHOUETTE_SECOND_FACTOR`
 * (`optional`). @throws SilhouetteError `invalid-option`.
 */
export function readSignInRules(env: Environment): SignInRules {
  return {
    idleMs: readNumber(env, 'SILHOUETTE_SESSION_IDLE_MINUTES', { least: 5, most: 20_160, usual: 1440 }) * MINUTE_MS,
    longestMs: readNumber(env, 'SILHOUETTE_SESSION_HOURS', { least: 1, most: 2160, usual: 336 }) * HOUR_MS,
    holdsBackPowers: readSecondFactor(env) === 'powers',
  };
}

function readSecondFactor(env: Environment): (typeof SECOND_FACTOR)[number] {
  const text = env.SILHOUETTE_SECOND_FACTOR ?? '';
  if (text === '') return 'optional';
  const mode = SECOND_FACTOR.find((one) => one === text);
  if (mode !== undefined) return mode;
  const message = `SILHOUETTE_SECOND_FACTOR must be one of ${SECOND_FACTOR.join(', ')}; without it a second factor is everybody's own choice.`;
  throw SilhouetteError.of('invalid-option', message);
}

function readNumber(
  env: Environment,
  name: string,
  { least, most, usual }: { readonly least: number; readonly most: number; readonly usual: number },
): number {
  const problem = `${name} must be a whole number of ${least} to ${most}; it is ${usual} without it.`;
  return readWholeNumber(env[name], { least, most, usual, digits: 6, problem });
}
