import { exploreAnswerSchema } from '@silhouette/model';
import type { FastifyInstance } from 'fastify';
import { accessOf } from '../access/access-gate.ts';
import { noteAudit } from '../audit/audit-gate.ts';
import { describeQuestionBody, describeResponses } from '../openapi.ts';
import { BodyReader } from '../read-body.ts';
import { QUESTION_KEYS, readQuestion } from '../read-question.ts';
import type { ServerContext } from '../server-context.ts';
import { withdrawWhenClosed } from '../withdraw-when-closed.ts';

/** `POST /api/explore`: how many, and who they are. */
export function addExploreRoute(app: FastifyInstance, context: ServerContext): void {
  const panels = {
    type: ['array', 'null'],
    items: { type: 'string' },
    description: 'Attributes to show; the catalog’s own when absent.',
  };
  const schema = {
    tags: ['audiences'],
    body: describeQuestionBody({ panels }),
    response: describeResponses(exploreAnswerSchema, 'Count and panels'),
  };
  app.post('/api/explore', { config: { permission: 'audience.ask', audit: 'asked' }, schema }, async (request, reply) => {
    const body = new BodyReader(request.body, [...QUESTION_KEYS, 'panels']);
    const panels = body.texts('panels');
    const { question, engine } = await readQuestion(
      body,
      context,
      accessOf(request),
      panels === null ? null : { ids: panels, path: 'panels' },
    );
    const answer = await context.answers.explore(withdrawWhenClosed(question, reply), panels, engine, context.metrics);
    noteAudit(request, { definitions: [{ prepared: question, count: answer.count }] });
    return answer;
  });
}
