import type { PreparedQuestion } from '@silhouette/engine';
import { SilhouetteError } from '@silhouette/model';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { readWholeNumber } from './limits/read-whole-number.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** The longest that one question is computed, in ms. */
    questionMs: number;
  }
}

const SECONDS = {
  least: 1,
  most: 86_400,
  usual: 300,
  digits: 5,
  problem: 'SILHOUETTE_QUESTION_SECONDS must be a whole number from 1 to 86,400.',
};

/** Has the server give up questions after `SILHOUETTE_QUESTION_SECONDS`. @throws SilhouetteError `invalid-option` */
export function addQuestionLimit(app: FastifyInstance, env: Readonly<Record<string, string | undefined>>): void {
  app.decorate('questionMs', 1000 * readWholeNumber(env.SILHOUETTE_QUESTION_SECONDS, SECONDS));
}

/**
 * The question, withdrawn when its asker hangs up before the answer (a page does so when a newer question supersedes it), and given
 * up as `took-too-long` when it has been computed for as long as the server lets it.
 */
export function withdrawWhenClosed(prepared: PreparedQuestion, reply: FastifyReply): PreparedQuestion {
  const controller = new AbortController();
  const { questionMs } = reply.server;
  const timer = setTimeout(() => {
    const message = `The question was given up after ${questionMs / 1000} s: ask for less at once, or raise SILHOUETTE_QUESTION_SECONDS.`;
    controller.abort(SilhouetteError.of('took-too-long', message));
  }, questionMs);
  timer.unref();
  reply.raw.once('close', () => {
    clearTimeout(timer);
    if (!reply.raw.writableFinished) controller.abort();
  });
  return { ...prepared, question: { ...prepared.question, signal: controller.signal } };
}
