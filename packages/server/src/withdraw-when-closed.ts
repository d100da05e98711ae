import type { PreparedQuestion } from '@silhouette/engine';
import type { FastifyReply } from 'fastify';

/** The question, withdrawn when its asker hangs up before the answer: a page does so when a newer question supersedes it. */
export function withdrawWhenClosed(prepared: PreparedQuestion, reply: FastifyReply): PreparedQuestion {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return { ...prepared, question: { ...prepared.question, signal: controller.signal } };
}
