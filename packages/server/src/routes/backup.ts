import { createReadStream, mkdirSync, rmSync, statSync } from 'node:fs';
import { PERMISSIONS, SilhouetteError } from '@silhouette/model';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { knowsAllClasses } from '../access/knows-all-classes.ts';
import { noteAudit } from '../audit/audit-gate.ts';
import { DUMP_ROWS_HEADER } from '../backup/fetch-store-dump.ts';
import { nameRowFile, sweepRowFiles } from '../backup/sweep-row-files.ts';
import { describeResponses } from '../openapi.ts';
import { BodyReader } from '../read-body.ts';
import type { ServerContext } from '../server-context.ts';

/**
 * `POST /api/store/rows`: every row of the database as of one moment, for `silhouette backup`. They hold more than anybody's part of it
 * (hashes of passwords, the log), so only who may do everything gets them, and only on the machine itself.
 */
export function addBackupRoute(app: FastifyInstance, { dumpStore, stateDir }: ServerContext): void {
  const { 200: _, ...problems } = describeResponses(z.null(), '');
  const rows = {
    description: 'A table’s name, a tab and a row in JSON, one a line',
    content: { 'text/plain': { schema: { type: 'string' } } },
  };
  app.post(
    '/api/store/rows',
    {
      config: { permission: 'people.manage', audit: 'backed-up' },
      schema: { tags: ['operation'], response: { 200: rows, ...problems } },
    },
    async (request, reply) => {
      if (request.body !== undefined && request.body !== null) new BodyReader(request.body, []).finish();
      requireBackupRight(request);
      // To the disk first: while rows are read nobody else has the embedded database, and whoever fetches them may be slow.
      mkdirSync(stateDir, { recursive: true });
      sweepRowFiles(stateDir);
      const path = nameRowFile(stateDir);
      try {
        const count = await dumpStore(path);
        noteAudit(request, { details: { rows: count } });
        const { size } = statSync(path);
        const stream = createReadStream(path);
        await new Promise<void>((resolve, reject) => stream.once('open', () => resolve()).once('error', reject));
        return reply
          .type('text/plain; charset=utf-8')
          .header('content-length', size)
          .header(DUMP_ROWS_HEADER, count)
          .send(stream);
      } finally {
        // Open already, and read to its end all the same.
        rmSync(path, { force: true });
      }
    },
  );
}

function requireBackupRight({ knownAccess, socket, headers }: FastifyRequest): void {
  const isEverything =
    knownAccess !== null &&
    PERMISSIONS.every((one) => knownAccess.permissions.has(one)) &&
    knowsAllClasses(knownAccess) &&
    knownAccess.rowScope === null;
  if (!isEverything) {
    const message =
      'A backup holds everything, so it takes every permission: an administrator’s, with an API key of all scopes.';
    throw SilhouetteError.of('not-allowed', message);
  }
  // The address of the connection itself, whatever a proxy says; what came through one has such a header.
  const isHere = socket.remoteAddress === socket.localAddress || socket.remoteAddress === '127.0.0.1';
  const isPassedOn = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => headers[name] !== undefined);
  if (isHere && !isPassedOn) return;
  throw SilhouetteError.of('not-allowed', 'A backup is made on the server’s own machine: run "silhouette backup" there.');
}
