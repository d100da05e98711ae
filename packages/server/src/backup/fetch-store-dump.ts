import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { SilhouetteError } from '@silhouette/model';
import { writeKeyHeaders } from '../audiences/key-headers.ts';
import { readProblem } from '../audiences/send-request.ts';

/** The header that says how many rows a dump has. */
export const DUMP_ROWS_HEADER = 'silhouette-rows';

/**
 * The rows of the database that a running server has open, written to a file that only its owner may read.
 * @returns how many. @throws SilhouetteError as the server told it; `store-unreachable` where it stops on the way.
 */
export async function fetchStoreDump(
  address: string,
  env: Readonly<Record<string, string | undefined>>,
  path: string,
): Promise<number> {
  try {
    const response = await fetch(`${address}/api/store/rows`, { method: 'POST', headers: writeKeyHeaders(env) });
    if (!response.ok || response.body === null) {
      const text = await response.text();
      throw readProblem(text === '' ? null : JSON.parse(text), response.status);
    }
    // Whether it came to its end is told by the file's last line, which restoring looks for, and by its length.
    await pipeline(Readable.fromWeb(response.body), createWriteStream(path, { mode: 0o600, flags: 'wx' }));
    return Number(response.headers.get(DUMP_ROWS_HEADER));
  } catch (error) {
    if (error instanceof SilhouetteError) throw error;
    const message = `The server at ${address} has the database open and did not give its rows to the end; end it, or try again.`;
    throw SilhouetteError.of('store-unreachable', message, '', error);
  }
}
