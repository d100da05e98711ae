import { DEFAULT_TOP, MOST_TOP, type PreparedVersus } from '@silhouette/engine';
import { isPlainObject, type PlainObject, type PlainValue, portraitAnswerSchema, SilhouetteError } from '@silhouette/model';
import type { FastifyInstance } from 'fastify';
import { accessOf } from '../access/access-gate.ts';
import { noteAudit } from '../audit/audit-gate.ts';
import { describeQuestionBody, describeResponses } from '../openapi.ts';
import { BodyReader } from '../read-body.ts';
import { QUESTION_KEYS, readQuestion } from '../read-question.ts';
import type { ServerContext } from '../server-context.ts';
import { withdrawWhenClosed } from '../withdraw-when-closed.ts';

/** `POST /api/portrait`: what sets a group apart. */
export function addPortraitRoute(app: FastifyInstance, context: ServerContext): void {
  const extra = {
    versus: {
      oneOf: [{ type: 'string', enum: ['everyone', 'rest'] }, { type: 'object' }, { type: 'null' }],
      description:
        'Whom to compare with: everyone (also when absent), the rest (everyone else), or another audience definition.',
    },
    top: {
      type: ['integer', 'null'],
      minimum: 1,
      maximum: MOST_TOP,
      default: DEFAULT_TOP,
      description: 'Most traits to list.',
    },
  };
  const schema = {
    tags: ['audiences'],
    body: describeQuestionBody(extra),
    response: describeResponses(portraitAnswerSchema, 'Every attribute compared, the most telling first'),
  };
  app.post('/api/portrait', { config: { permission: 'audience.ask', audit: 'asked' }, schema }, async (request, reply) => {
    const body = new BodyReader(request.body, [...QUESTION_KEYS, 'versus', 'top']);
    const top = body.integer('top', 1, MOST_TOP, DEFAULT_TOP);
    const versus = await body.attempt(() => readVersus(body.plain('versus') ?? null));
    const definition = typeof versus === 'string' ? null : versus;
    const read = await readQuestion(body, context, accessOf(request), null, null, definition);
    const compared: PreparedVersus =
      read.versus === null ? { kind: versus === 'rest' ? 'rest' : 'everyone' } : { kind: 'audience', prepared: read.versus };
    const withdrawn = withdrawWhenClosed(read.question, reply);
    const answer = await context.answers.portrait(withdrawn, compared, top, read.engine, context.metrics);
    const other = read.versus === null ? [] : [{ prepared: read.versus, count: null }];
    noteAudit(request, { definitions: [{ prepared: read.question, count: answer.count }, ...other] });
    return answer;
  });
}

/** Whom to compare with, as sent; everyone when absent. */
function readVersus(versus: PlainValue): 'everyone' | 'rest' | PlainObject {
  if (versus === null) return 'everyone';
  if (versus === 'everyone' || versus === 'rest' || isPlainObject(versus)) return versus;
  throw SilhouetteError.of('invalid-value', '"versus" must be "everyone", "rest" or an audience definition.', 'versus');
}
