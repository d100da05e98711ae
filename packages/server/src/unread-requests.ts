import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEM_TYPE, sendProblem, toProblem } from './problem.ts';

/**
 * Answers requests that no hook and no route has seen, because their address or their bytes cannot be read: with problem
 * documents, as everything else does. For the options of a server.
 */
export const UNREAD_REQUESTS = { frameworkErrors: answerBadAddress, clientErrorHandler: answerBadBytes };

const SAFE_HEADERS = { 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' };

function answerBadAddress(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  reply.headers(SAFE_HEADERS);
  if (error.code === 'FST_ERR_MAX_PARAM_LENGTH') {
    const message = `There is nothing at ${request.method} ${request.url.slice(0, 80)}…: no id is so long.`;
    sendProblem(reply, [{ path: '', code: 'not-found', message }]);
    return;
  }
  const message =
    'The address cannot be read: write what is not a plain letter or digit as UTF-8 in percent signs, a percent sign itself as %25.';
  sendProblem(reply, [{ path: '', code: 'invalid-option', message }]);
}

/** The connection is closed: where the next request would begin is not known. */
function answerBadBytes(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const { status, message } = describeBadBytes(error.code);
  const problem = toProblem([{ path: '', code: 'invalid-option', message }], status);
  const body = JSON.stringify(problem);
  const headers = {
    'content-type': PROBLEM_TYPE,
    'content-length': Buffer.byteLength(body),
    connection: 'close',
    ...SAFE_HEADERS,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  if (socket.writable) socket.write(`HTTP/1.1 ${status} ${problem.title}\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
  socket.destroy(error);
}

function describeBadBytes(code: string | undefined): { readonly status: number; readonly message: string } {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { status: 408, message: 'The request came too slowly and was given up; send it again.' };
    case 'HPE_HEADER_OVERFLOW':
      return { status: 431, message: 'The headers and the address have more than 16 KiB; send questions as bodies.' };
    default:
      return { status: 400, message: 'This is no request of HTTP/1.1; send it again, as the protocol has it.' };
  }
}
