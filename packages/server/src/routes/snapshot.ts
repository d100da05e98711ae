import { listSnapshots } from '@silhouette/lake';
import { snapshotAnswerSchema } from '@silhouette/model';
import type { FastifyInstance } from 'fastify';
import { describeResponses } from '../openapi.ts';
import { QueryReader } from '../read-query.ts';
import type { ServerContext } from '../server-context.ts';

/** `GET /api/snapshot`: what the lake holds now, and what its load saw. */
export function addSnapshotRoute(app: FastifyInstance, { snapshots, answers }: ServerContext): void {
  app.get(
    '/api/snapshot',
    {
      config: { permission: 'system.read', audit: null },
      schema: { tags: ['catalog'], response: describeResponses(snapshotAnswerSchema, 'The current snapshot') },
    },
    async (request) => {
      new QueryReader(request.query, []).finish();
      const snapshot = await snapshots.findLoaded(null);
      return {
        snapshot: snapshot.id,
        asOf: new Date(snapshot.asOfMs).toISOString(),
        createdAt: new Date(snapshot.createdAtMs).toISOString(),
        base: await answers.countBase(snapshot),
        kept: await listSnapshots(snapshots.workspace),
        report: snapshot.report,
      };
    },
  );
}
