import { explainAnswerSchema } from '@silhouette/model';
import type { FastifyInstance } from 'fastify';
import { accessOf } from '../access/access-gate.ts';
import { noteAudit } from '../audit/audit-gate.ts';
import { describeQuestionBody, describeResponses } from '../openapi.ts';
import { BodyReader } from '../read-body.ts';
import { QUESTION_KEYS, readQuestion } from '../read-question.ts';
import type { ServerContext } from '../server-context.ts';
import { withdrawWhenClosed } from '../withdraw-when-closed.ts';

/** `POST /api/explain`: what a group means. */
export function addExplainRoute(app: FastifyInstance, context: ServerContext): void {
  const schema = {
    tags: ['audiences'],
    body: describeQuestionBody({}),
    response: describeResponses(explainAnswerSchema, 'Sentence, waterfall and SQL'),
  };
  app.post('/api/explain', { config: { permission: 'audience.ask', audit: 'asked' }, schema }, async (request, reply) => {
    const { question, engine } = await readQuestion(new BodyReader(request.body, QUESTION_KEYS), context, accessOf(request));
    const answer = await context.answers.explain(withdrawWhenClosed(question, reply), engine, context.metrics);
    noteAudit(request, { definitions: [{ prepared: question, count: answer.count }] });
    return answer;
  });
}
