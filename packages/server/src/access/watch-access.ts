import { SilhouetteError, writeJsonText } from '@silhouette/model';
import type { FastifyRequest } from 'fastify';
import type { Access } from './access.ts';

/** Who asks is looked up anew so often while a stream is open; what is known of a session or key is kept for less than that where it was changed. */
const LOOK_MS = 500;

/**
 * Calls `end`, once, when whoever sent a request may not go on with it: signed out, disabled, their key or session ended, or given another
 * role or row scope than it was asked with. Gives back what stops looking.
 */
export function watchAccess(request: FastifyRequest, asked: Access, end: (error: SilhouetteError) => void): () => void {
  const before = describe(asked);
  let isLooking = false;
  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    const error = await findRefusal(request, before);
    isLooking = false;
    if (error === null) return;
    clearInterval(timer);
    end(error);
  };
  const timer = setInterval(() => void look(), LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

async function findRefusal(request: FastifyRequest, before: string): Promise<SilhouetteError | null> {
  try {
    const now = await request.server.authenticate(request);
    if (now === null) return SilhouetteError.of('not-signed-in', 'You are not signed in any more; sign in, and ask again.');
    if (describe(now) === before) return null;
    return SilhouetteError.of('not-allowed', 'What you may do or see has changed since this was asked; ask again.');
  } catch (error) {
    // A database that does not answer for a moment shuts nobody out: it is asked again.
    return error instanceof SilhouetteError && (error.status === 401 || error.status === 403) ? error : null;
  }
}

/** What of an access decides about answers; what it is used for is the request's own. */
function describe({ actor, permissions, classes, rowScope }: Access): string {
  return JSON.stringify([
    actor.id,
    [...permissions].sort(),
    [...classes].sort(),
    rowScope === null ? null : writeJsonText(rowScope),
  ]);
}
