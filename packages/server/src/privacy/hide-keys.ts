import { SilhouetteError } from '@silhouette/model';

/**
 * What went wrong with an erasure, as it may be logged and told: an error of the database or of SQL may quote whom it was about, in any
 * form, so only its name, its code and where it happened are kept. Our own errors keep their messages where no key stands in them.
 */
export function hideKeys(error: unknown, keys: readonly string[]): Error {
  if (error instanceof SilhouetteError) {
    const said = simplify(JSON.stringify(error.issues));
    // Without its cause, which may be anything.
    if (!keys.some((key) => said.includes(simplify(key)))) return new SilhouetteError(error.issues);
  }
  const { name, code } = nameError(error);
  const hidden = new Error(`${name}${code === '' ? '' : ` (${code})`}: what it says may name whom the erasure is about.`);
  const frames = error instanceof Error ? listFrames(error) : [];
  hidden.stack = [`${hidden.name}: ${hidden.message}`, ...frames].join('\n');
  return hidden;
}

/** Without what quoting and escaping add, and whatever its case. */
function simplify(text: string): string {
  return text.replace(/[\\"'`]/g, '').toLowerCase();
}

/** The places that an error came through, without what it says. */
function listFrames({ stack = '', message }: Error): string[] {
  const said = stack.indexOf(message);
  const below = said === -1 ? '' : stack.slice(said + message.length);
  return below.split('\n').filter((line) => line.startsWith('    at '));
}

function nameError(error: unknown): { readonly name: string; readonly code: string } {
  if (!(error instanceof Error)) return { name: 'An error', code: '' };
  const code: unknown = 'code' in error ? error.code : undefined;
  return { name: error.constructor.name, code: typeof code === 'string' && /^[\w-]{1,40}$/.test(code) ? code : '' };
}
