import { compareAnswerSchema } from '@silhouette/model';
import type { FastifyInstance } from 'fastify';
import { accessOf } from '../access/access-gate.ts';
import { noteAudit } from '../audit/audit-gate.ts';
import { DEFINITION_SCHEMA, describeResponses, describeScopedBody } from '../openapi.ts';
import { readAudiences, SCOPE_KEYS } from '../read-audiences.ts';
import { BodyReader } from '../read-body.ts';
import type { ServerContext } from '../server-context.ts';
import { withdrawWhenClosed } from '../withdraw-when-closed.ts';

/** `POST /api/compare`: two versions of a definition, in people and in conditions. */
export function addCompareRoute(app: FastifyInstance, context: ServerContext): void {
  const schema = {
    tags: ['audiences'],
    body: describeScopedBody({ before: DEFINITION_SCHEMA, after: DEFINITION_SCHEMA }),
    response: describeResponses(compareAnswerSchema, 'Who is gained, lost and kept, and what differs'),
  };
  app.post('/api/compare', { config: { permission: 'audience.ask', audit: 'asked' }, schema }, async (request, reply) => {
    const body = new BodyReader(request.body, ['before', 'after', ...SCOPE_KEYS]);
    const definitions = (['before', 'after'] as const).map((path) => ({ path, definition: body.required(path) }));
    const { audiences, engine } = await readAudiences(
      body,
      context,
      accessOf(request),
      definitions.filter(({ path }) => body.plain(path) !== undefined),
    );
    const [before, after] = audiences;
    if (after === undefined) throw new Error('Two definitions were read, and one is missing.');
    const withdrawn = { ...before, prepared: withdrawWhenClosed(before.prepared, reply) };
    const answer = await context.answers.compare(withdrawn, after, engine, context.metrics);
    const compared = [
      { prepared: before.prepared, count: answer.before.count },
      { prepared: after.prepared, count: answer.after.count },
    ];
    noteAudit(request, { definitions: compared });
    return answer;
  });
}
