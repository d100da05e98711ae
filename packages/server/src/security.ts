import type { FastifyInstance } from 'fastify';
import { sendProblem } from './problem.ts';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]', '::1']);

/** Whether a host's name or address is the machine itself, and nobody else's. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.has(host);
}

/** Whether the page of an `Origin` or `Referer` was opened at the machine's own name; `null` and what is no address were not. */
export function isLoopbackPage(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { hostname } = new URL(address);
  return isLoopback(hostname) || hostname.endsWith('.localhost') || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

/** Everything from this server, nothing else, no inline script; styles as told. */
function writePolicy(styles: string): string {
  return [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self'${styles}`,
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Content policy of the page: style elements only with the nonce of this very answer. */
export function writePagePolicy(nonce: string): string {
  return writePolicy(` 'nonce-${nonce}'`);
}

/** Content policy of everything else. */
const CONTENT_POLICY = writePolicy('');
/** Content policy of the API browser, which is not ours and writes styles inline. */
const API_BROWSER_POLICY = writePolicy(" 'unsafe-inline'");

/**
 * Headers that keep browsers strict, and, while the server listens on loopback only, a refusal of requests made under
 * another host name (DNS rebinding would let a foreign page read the answers) than the one that it is known by.
 */
export function addSecurity(app: FastifyInstance, host: string, publicUrl: URL | null): void {
  const loopbackOnly = isLoopback(host);
  app.addHook('onRequest', async (request, reply) => {
    const isApiBrowser = /^\/api\/docs(?:[/?]|$)/.test(request.url);
    reply.header('content-security-policy', isApiBrowser ? API_BROWSER_POLICY : CONTENT_POLICY);
    reply.header('x-content-type-options', 'nosniff');
    // Our own pages say where they are, to us alone: who opened one through a proxy is not taken for whoever sits at the machine.
    reply.header('referrer-policy', 'same-origin');
    reply.header('cross-origin-resource-policy', 'same-origin');
    reply.header('cross-origin-opener-policy', 'same-origin');
    if (publicUrl?.protocol === 'https:') reply.header('strict-transport-security', 'max-age=31536000');
    if (/^\/(?:api\/|metrics|readyz|healthz)/.test(request.url)) reply.header('cache-control', 'no-store');
    if (loopbackOnly && !isLoopback(request.hostname) && request.hostname !== publicUrl?.hostname) {
      const message = `This server answers as localhost only, not as "${request.hostname}"; start it with --host, or behind a proxy with --public-url, to serve another name.`;
      return sendProblem(reply, [{ path: '', code: 'foreign-origin', message }]);
    }
    return undefined;
  });
}
