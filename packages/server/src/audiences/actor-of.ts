import type { FastifyRequest } from 'fastify';
import { accessOf } from '../access/access-gate.ts';

/** Who asks, as versions and jobs record it. */
export function actorOf(request: FastifyRequest): string {
  return accessOf(request).actor.name;
}
