import { DEFAULT_MONTHS, MOST_MONTHS } from '@silhouette/engine';
import { historyAnswerSchema } from '@silhouette/model';
import type { FastifyInstance } from 'fastify';
import { accessOf } from '../access/access-gate.ts';
import { noteAudit } from '../audit/audit-gate.ts';
import { describeQuestionBody, describeResponses } from '../openapi.ts';
import { BodyReader } from '../read-body.ts';
import { QUESTION_KEYS, readQuestion } from '../read-question.ts';
import type { ServerContext } from '../server-context.ts';
import { streamEvents, wantsEvents } from '../stream-events.ts';
import { withdrawWhenClosed } from '../withdraw-when-closed.ts';

/** `POST /api/history`: the size at the end of each of the past months; with `accept: text/event-stream` point by point. */
export function addHistoryRoute(app: FastifyInstance, context: ServerContext): void {
  const months = {
    type: ['integer', 'null'],
    minimum: 1,
    maximum: MOST_MONTHS,
    default: DEFAULT_MONTHS,
    description: 'Months before the as-of; the as-of itself comes last.',
  };
  const description =
    'Sizes, oldest first. As text/event-stream: events "point" in this order, then "end" with the whole answer';
  const schema = {
    tags: ['audiences'],
    body: describeQuestionBody({ months }),
    response: describeResponses(historyAnswerSchema, description),
  };
  app.post('/api/history', { config: { permission: 'audience.ask', audit: 'asked' }, schema }, async (request, reply) => {
    const body = new BodyReader(request.body, [...QUESTION_KEYS, 'months']);
    const asked = body.integer('months', 1, MOST_MONTHS, DEFAULT_MONTHS);
    const { question, engine } = await readQuestion(body, context, accessOf(request));
    const withdrawn = withdrawWhenClosed(question, reply);
    // Of events nothing is counted yet when they begin.
    noteAudit(request, { definitions: [{ prepared: question, count: null }] });
    if (!wantsEvents(request)) return context.answers.history(withdrawn, asked, engine, context.metrics, () => {});
    return streamEvents(request, reply, (tell) =>
      context.answers.history(withdrawn, asked, engine, context.metrics, (point) => tell('point', point)),
    );
  });
}
