import { Readable } from 'node:stream';
import { SilhouetteError } from '@silhouette/model';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { accessOf } from './access/access-gate.ts';
import { watchAccess } from './access/watch-access.ts';
import { toProblem } from './problem.ts';

/** Whether a request asks for server-sent events. */
export function wantsEvents(request: FastifyRequest): boolean {
  return (request.headers.accept ?? '').split(',').some((range) => range.split(';')[0]?.trim() === 'text/event-stream');
}

/**
 * Answers with server-sent events: what `run` tells as they come, then `end` with its result, or `problem` (a problem document)
 * where it fails on the way. Data are one line of JSON each. Whoever may not go on (their session was ended, say) is told so, and hung up on.
 */
export function streamEvents(
  request: FastifyRequest,
  reply: FastifyReply,
  run: (tell: (event: string, data: unknown) => void) => Promise<unknown>,
): FastifyReply {
  const stream = new Readable({ read: () => {} });
  const tell = (event: string, data: unknown): void => {
    if (!stream.destroyed) stream.push(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  const stopWatching = watchAccess(request, accessOf(request), (error) => {
    tell('problem', toProblem(error.issues));
    // What still runs for this answer ends with its connection.
    setImmediate(() => reply.raw.destroy());
  });
  stream.once('close', stopWatching);
  run(tell)
    .then((result) => tell('end', result))
    .catch((error: unknown) => {
      const isKnown = error instanceof SilhouetteError;
      if (!isKnown || error.status >= 500) request.log.error({ err: error }, 'request failed');
      const message = `The server failed on this request (${request.id}); its log tells why. Nothing was changed.`;
      tell('problem', toProblem(isKnown ? error.issues : [{ path: '', code: 'internal', message }]));
    })
    .finally(() => {
      stopWatching();
      if (!stream.destroyed) stream.push(null);
    });
  return reply.header('content-type', 'text/event-stream; charset=utf-8').header('cache-control', 'no-store').send(stream);
}
