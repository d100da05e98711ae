import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from './auth-library.ts';

/** Who sends a request, as the library of accounts needs it. */
export function callerOf(request: FastifyRequest): Caller {
  return {
    cookie: request.headers.cookie ?? '',
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 300),
    address: request.ip,
  };
}

/** Adds `Set-Cookie` lines to an answer. */
export function sendCookies(reply: FastifyReply, cookies: readonly string[]): FastifyReply {
  for (const cookie of cookies) reply.header('set-cookie', cookie);
  return reply;
}
