import type { FastifyInstance } from 'fastify';

/** The longest body that is read, bytes. */
export const BODY_LIMIT_BYTES = 16 * 1024 * 1024;
/** What getting in takes: an address, a password, a code, a token. */
const MOST_BYTES = 16 * 1024;

/** Keeps the bodies of routes that are open to everybody short: whoever is not known yet fills no memory. Added behind the access gate. */
export function limitOpenBodies(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    if (route.config?.permission === 'open') route.bodyLimit = MOST_BYTES;
  });
}
