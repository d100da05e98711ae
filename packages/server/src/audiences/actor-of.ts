import { userInfo } from 'node:os';
import type { FastifyRequest } from 'fastify';

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/**
 * Who asks, as versions record it. There are no accounts: someone on this machine is the user of the server's process,
 * anyone else the address that the request came from.
 */
export function actorOf(request: FastifyRequest): string {
  return LOOPBACK.test(request.ip) ? describeProcessUser() : request.ip;
}

/** The user of this process by name, or by number where the system has no name for it. */
export function describeProcessUser(): string {
  try {
    return userInfo().username;
  } catch {
    // Containers run under numbers that no file of users lists.
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
