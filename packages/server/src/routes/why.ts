import { revealKeys } from '@silhouette/engine';
import { SilhouetteError, whyAnswerSchema } from '@silhouette/model';
import type { FastifyInstance } from 'fastify';
import { accessOf } from '../access/access-gate.ts';
import { noteAudit } from '../audit/audit-gate.ts';
import { describeDefinition } from '../audit/describe-question.ts';
import { describeSeen } from '../audit/describe-seen.ts';
import { DEFINITION_SCHEMA, describeResponses } from '../openapi.ts';
import { BodyReader } from '../read-body.ts';
import { readQuestion } from '../read-question.ts';
import type { ServerContext } from '../server-context.ts';
import { withdrawWhenClosed } from '../withdraw-when-closed.ts';

/** `POST /api/why`: why one customer is in a group or is not. */
export function addWhyRoute(app: FastifyInstance, context: ServerContext): void {
  const body = {
    type: 'object',
    additionalProperties: false,
    required: ['audience', 'customer'],
    properties: {
      audience: DEFINITION_SCHEMA,
      customer: { type: 'string', description: 'The customer’s key; the pseudonym that members have where keys are masked.' },
      asOf: { type: ['string', 'null'], description: 'A date (its end) or date-time; the snapshot’s own when absent.' },
      snapshot: { type: ['string', 'null'], description: 'Id of a kept snapshot; the current one when absent.' },
    },
  };
  const response = describeResponses(
    whyAnswerSchema,
    'Every condition’s verdict, and the smallest change that flips the whole',
  );
  app.post(
    '/api/why',
    { config: { permission: 'members.list', audit: 'saw-why' }, schema: { tags: ['audiences'], body, response } },
    async (request, reply) => {
      // One customer is judged by the reference evaluator: there is no engine to choose.
      const reader = new BodyReader(request.body, ['audience', 'customer', 'asOf', 'snapshot']);
      const key = reader.required('customer');
      if (reader.plain('customer') !== undefined) await reader.attempt(() => refuseOtherThanText(key));
      const { question } = await readQuestion(reader, context, accessOf(request));
      const answer = await context.answers.why(withdrawWhenClosed(question, reply), String(key), context.metrics);
      const { details, texts } = describeDefinition(question, null);
      noteAudit(request, {
        details: { ...details, customers: 1 },
        texts: [...texts, ...describeSeen(revealKeys(question.question.snapshot, [String(key)]))],
      });
      return answer;
    },
  );
}

function refuseOtherThanText(key: unknown): void {
  if (typeof key === 'string') return;
  const message = `"customer" must be the key as a text${typeof key === 'object' && key !== null && 'text' in key ? `: "${String(key)}"` : ''}.`;
  throw SilhouetteError.of('wrong-type', message, 'customer');
}
