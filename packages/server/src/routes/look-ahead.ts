import { type PreparedQuestion, prepareQuestion } from '@silhouette/engine';
import type { Snapshot } from '@silhouette/lake';
import { lookAheadAnswerSchema, type PlainValue, SilhouetteError } from '@silhouette/model';
import type { FastifyInstance } from 'fastify';
import type { Access } from '../access/access.ts';
import { accessOf } from '../access/access-gate.ts';
import { noteAudit } from '../audit/audit-gate.ts';
import { describeQuestionBody, describeResponses } from '../openapi.ts';
import { BodyReader } from '../read-body.ts';
import { QUESTION_KEYS, readQuestion } from '../read-question.ts';
import type { ServerContext } from '../server-context.ts';
import { withdrawWhenClosed } from '../withdraw-when-closed.ts';

/** Most conditions of one question. */
const MOST = 200;

/** `POST /api/look-ahead`: how many a group would have with each of some conditions as well. */
export function addLookAheadRoute(app: FastifyInstance, context: ServerContext): void {
  const conditions = {
    type: 'array',
    items: { type: 'object' },
    maxItems: MOST,
    description: 'Definitions; each is asked together with the audience, one at a time.',
  };
  const body = describeQuestionBody({ conditions });
  const schema = {
    tags: ['audiences'],
    body: { ...body, required: ['audience', 'conditions'] },
    response: describeResponses(lookAheadAnswerSchema, 'Counts in the order of the conditions'),
  };
  app.post('/api/look-ahead', { config: { permission: 'audience.ask', audit: 'asked' }, schema }, async (request, reply) => {
    const reader = new BodyReader(request.body, [...QUESTION_KEYS, 'conditions']);
    reader.required('conditions');
    const sent = await reader.attempt(() => readConditions(reader.plain('conditions') ?? []));
    const access = accessOf(request);
    const { question, engine } = await readQuestion(reader, context, access);
    const { snapshot } = question.question;
    const prepared: PreparedQuestion[] = [];
    for (const [index, condition] of (sent ?? []).entries()) {
      const one = await reader.attempt(() => prepareCondition(context, access, snapshot, condition, index));
      if (one !== null) prepared.push(one);
    }
    reader.finish();
    const answer = await context.answers.lookAhead(withdrawWhenClosed(question, reply), prepared, engine, context.metrics);
    const ahead = prepared.map(({ hash }, index) => [hash, answer.counts[index] ?? 0] as const);
    noteAudit(request, { definitions: [{ prepared: question, count: answer.count }], ahead });
    return answer;
  });
}

/** The conditions as sent. @throws SilhouetteError `wrong-type`, `too-large` */
function readConditions(conditions: PlainValue): readonly PlainValue[] {
  if (!Array.isArray(conditions)) {
    throw SilhouetteError.of('wrong-type', '"conditions" must be a list of audience definitions.', 'conditions');
  }
  if (conditions.length > MOST) {
    throw SilhouetteError.of('too-large', `Ask about at most ${MOST} conditions at once.`, 'conditions');
  }
  return conditions;
}

function prepareCondition(
  { audiences }: ServerContext,
  access: Access,
  snapshot: Snapshot,
  definition: PlainValue,
  index: number,
): Promise<PreparedQuestion> {
  return prepareQuestion({
    snapshot,
    definition,
    asOf: null,
    resolveAudience: audiences.resolveFor(access, snapshot),
    definitionPath: `conditions[${index}]`,
  });
}
