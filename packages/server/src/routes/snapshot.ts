import { viewOf } from '@silhouette/engine';
import { type LoadReport, listSnapshots } from '@silhouette/lake';
import { snapshotAnswerSchema } from '@silhouette/model';
import type { FastifyInstance } from 'fastify';
import { accessOf } from '../access/access-gate.ts';
import { knowsEverything } from '../access/require-everything.ts';
import { describeResponses } from '../openapi.ts';
import type { ServerContext } from '../server-context.ts';

/** `GET /api/snapshot`: what the lake holds now, as far as who asks may know; and what its load saw, to who may know everything. */
export function addSnapshotRoute(app: FastifyInstance, { snapshots, answers }: ServerContext): void {
  app.get(
    '/api/snapshot',
    {
      config: { permission: 'system.read', audit: null },
      schema: { tags: ['catalog'], response: describeResponses(snapshotAnswerSchema, 'The current snapshot') },
    },
    async (request) => {
      const access = accessOf(request);
      const snapshot = await snapshots.find(null, access);
      const { report } = snapshot;
      const isMasked = viewOf(snapshot)?.masksPersonal === true;
      return {
        snapshot: snapshot.id,
        asOf: new Date(snapshot.asOfMs).toISOString(),
        createdAt: new Date(snapshot.createdAtMs).toISOString(),
        base: await answers.countBase(snapshot),
        kept: await listSnapshots(snapshots.workspace),
        report: !knowsEverything(access) ? null : isMasked ? withoutExamples(report) : report,
      };
    },
  );
}

/** Values that a load could not read may be of persons: columns of raw rows have no class that tells. */
function withoutExamples(report: LoadReport): LoadReport {
  const columns = <T extends { readonly columns: LoadReport['sources'][number]['columns'] }>(table: T): T => ({
    ...table,
    columns: table.columns.map((column) => ({ ...column, unparsableExamples: [], roundedExamples: [] })),
  });
  return {
    ...report,
    sources: report.sources.map((source) => ({ ...columns(source), raggedExamples: [] })),
    events: report.events.map(columns),
    customers: report.customers === null ? null : columns(report.customers),
  };
}
