import { SilhouetteError, TooManyQuestionsError } from '@silhouette/model';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Requests of one person, key or (of nobody known) address that may be under way at once: a page that looks ahead and is dragged has about a dozen. */
const OTHERWISE = 64;
const LEAST = 8;

/**
 * Refuses a request while too many of the same sender are under way, so that nobody keeps everybody else waiting. Streams that tell
 * how an export goes on are not counted: they cost nothing. Added behind the access gate.
 */
export function addConcurrencyGate(app: FastifyInstance, most: number): void {
  const underWay = new Map<string, number>();
  app.addHook('onRequest', async (request, reply) => {
    if (request.is404 || isUncounted(request)) return;
    const sender = describeSender(request);
    const count = underWay.get(sender) ?? 0;
    if (count >= most) throw new TooManyQuestionsError(most);
    underWay.set(sender, count + 1);
    // Whether it was answered or the sender hung up.
    reply.raw.once('close', () => {
      const left = (underWay.get(sender) ?? 1) - 1;
      if (left === 0) underWay.delete(sender);
      else underWay.set(sender, left);
    });
  });
}

/** `SILHOUETTE_CONCURRENCY`: requests of one sender at once. @throws SilhouetteError `invalid-option`. */
export function readConcurrency(env: Readonly<Record<string, string | undefined>>): number {
  const text = env.SILHOUETTE_CONCURRENCY ?? '';
  if (text === '') return OTHERWISE;
  const most = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (most >= LEAST) return most;
  throw SilhouetteError.of('invalid-option', `SILHOUETTE_CONCURRENCY must be a whole number from ${LEAST} to 99,999.`);
}

function isUncounted({ method, url, headers }: FastifyRequest): boolean {
  if (/^\/(?:healthz|readyz|assets\/)/.test(url)) return true;
  return method === 'GET' && (headers.accept ?? '').startsWith('text/event-stream');
}

function describeSender({ knownAccess, ip }: FastifyRequest): string {
  return knownAccess === null ? `address ${ip}` : `${knownAccess.actor.kind} ${knownAccess.actor.id}`;
}
