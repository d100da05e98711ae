import { DEFAULT_REGION_TOP, LEAST_OVERLAP, MOST_OVERLAP, MOST_REGION_TOP } from '@silhouette/engine';
import { isPlainList, overlapAnswerSchema, type PlainValue, SilhouetteError } from '@silhouette/model';
import type { FastifyInstance } from 'fastify';
import { accessOf } from '../access/access-gate.ts';
import { noteAudit } from '../audit/audit-gate.ts';
import { DEFINITION_SCHEMA, describeResponses, describeScopedBody } from '../openapi.ts';
import { readAudiences, SCOPE_KEYS } from '../read-audiences.ts';
import { BodyReader } from '../read-body.ts';
import type { ServerContext } from '../server-context.ts';
import { withdrawWhenClosed } from '../withdraw-when-closed.ts';

/** `POST /api/overlap`: who is in which of two to five audiences. */
export function addOverlapRoute(app: FastifyInstance, context: ServerContext): void {
  const audiences = { type: 'array', items: DEFINITION_SCHEMA, minItems: LEAST_OVERLAP, maxItems: MOST_OVERLAP };
  const portrait = {
    oneOf: [{ type: 'boolean' }, { type: 'integer', minimum: 1, maximum: MOST_REGION_TOP }, { type: 'null' }],
    description: `Whether to say what sets each region apart from the union: true for ${DEFAULT_REGION_TOP} traits each, or how many at most.`,
  };
  const schema = {
    tags: ['audiences'],
    body: describeScopedBody({ audiences }, { portrait }),
    response: describeResponses(overlapAnswerSchema, 'Counts of every combination'),
  };
  app.post('/api/overlap', { config: { permission: 'audience.ask', audit: 'asked' }, schema }, async (request, reply) => {
    const body = new BodyReader(request.body, ['audiences', ...SCOPE_KEYS, 'portrait']);
    const listed = body.required('audiences');
    const definitions = await body.attempt(() => (body.plain('audiences') === undefined ? null : readList(listed)));
    const top = readTop(body);
    const read = await readAudiences(body, context, accessOf(request), definitions);
    const [first, ...others] = read.audiences;
    const withdrawn = { ...first, prepared: withdrawWhenClosed(first.prepared, reply) };
    const answer = await context.answers.overlap([withdrawn, ...others], top, read.engine, context.metrics);
    const asked = read.audiences.map(({ prepared }, index) => ({ prepared, count: answer.audiences[index]?.count ?? null }));
    noteAudit(request, { definitions: asked });
    return answer;
  });
}

function readList(listed: PlainValue): readonly { readonly definition: PlainValue; readonly path: string }[] {
  if (!isPlainList(listed) || listed.length < LEAST_OVERLAP || listed.length > MOST_OVERLAP) {
    const message = `"audiences" must be a list of ${LEAST_OVERLAP} to ${MOST_OVERLAP} audience definitions.`;
    throw SilhouetteError.of('invalid-value', message, 'audiences');
  }
  return listed.map((definition, place) => ({ definition, path: `audiences[${place}]` }));
}

/** Traits of each region; null where none are asked for. */
function readTop(body: BodyReader): number | null {
  const asked = body.plain('portrait') ?? false;
  if (typeof asked === 'boolean') return asked ? DEFAULT_REGION_TOP : null;
  return body.integer('portrait', 1, MOST_REGION_TOP, DEFAULT_REGION_TOP);
}
