import { TooManyQuestionsError } from '@silhouette/model';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { wantsEvents } from '../stream-events.ts';
import { BODY_LIMIT_BYTES } from './body-limits.ts';
import { readWholeNumber } from './read-whole-number.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Sent as events, the route only tells how something goes on that was begun by another request. */
    isWatching?: boolean;
  }
}

/** Requests of one person (with all their keys) or, of nobody known, one address that may be under way at once: a page that looks ahead and is dragged has about a dozen. */
const OTHERWISE = 64;
const LEAST = 8;
/** A body counts as one request more for each so many bytes: the largest are read for a second or two in which nobody else is answered. */
const BYTES_EACH = 1024 * 1024;

/**
 * Refuses a request while too many of the same sender are under way, so that nobody keeps everybody else waiting. Streams that tell
 * how an export goes on cost little and last long: they are counted apart, against the same number. Added behind the access gate.
 */
export function addConcurrencyGate(app: FastifyInstance, most: number): void {
  const underWay = new Map<string, number>();
  app.addHook('onRequest', async (request, reply) => {
    if (request.is404 || /^\/(?:healthz|readyz|assets\/)/.test(request.url)) return;
    const sender = describeSender(request);
    const count = underWay.get(sender) ?? 0;
    const weight = weigh(request);
    // One alone is always taken, however large it is.
    if (count > 0 && count + weight > most) throw new TooManyQuestionsError(most);
    underWay.set(sender, count + weight);
    // Whether it was answered or the sender hung up.
    reply.raw.once('close', () => {
      const left = (underWay.get(sender) ?? weight) - weight;
      if (left === 0) underWay.delete(sender);
      else underWay.set(sender, left);
    });
  });
}

/** As how many requests one counts. */
function weigh({ headers }: FastifyRequest): number {
  const told = Number(headers['content-length'] ?? Number.NaN);
  // One that does not say how long it is counts as one of the largest.
  const bytes = Number.isFinite(told) ? told : headers['transfer-encoding'] === undefined ? 0 : BODY_LIMIT_BYTES;
  return 1 + Math.floor(Math.min(bytes, BODY_LIMIT_BYTES) / BYTES_EACH);
}

/** `SILHOUETTE_CONCURRENCY`: requests of one sender at once. @throws SilhouetteError `invalid-option`. */
export function readConcurrency(env: Readonly<Record<string, string | undefined>>): number {
  const problem = `SILHOUETTE_CONCURRENCY must be a whole number from ${LEAST} to 99,999.`;
  return readWholeNumber(env.SILHOUETTE_CONCURRENCY, { least: LEAST, most: 99_999, usual: OTHERWISE, digits: 5, problem });
}

function describeSender(request: FastifyRequest): string {
  const { knownAccess, ip } = request;
  const isWatching = request.routeOptions.config.isWatching === true && wantsEvents(request);
  const sender = knownAccess === null ? `address ${ip}` : `person ${knownAccess.personId ?? 'local'}`;
  return isWatching ? `watching ${sender}` : sender;
}
