import type { Socket } from 'node:net';
import { PROBLEM_TYPE, toProblem } from './problem.ts';

/**
 * Answers bytes that are no request of HTTP with a problem document, as everything else is answered; no hook and no route sees them. For
 * the options of a server. The connection is closed: where the next request would begin is not known.
 */
export function answerBadBytes(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const { status, message } = describeBadBytes(error.code);
  const problem = toProblem([{ path: '', code: 'invalid-option', message }], status);
  const body = JSON.stringify(problem);
  const headers = {
    'content-type': PROBLEM_TYPE,
    'content-length': Buffer.byteLength(body),
    connection: 'close',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
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
