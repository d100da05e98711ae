import { parseJsonText, SilhouetteError } from '@silhouette/model';
import type { FastifyInstance } from 'fastify';

/** Reads JSON bodies with the language's own reader: numbers by their text, repeated keys and deep nesting refused. */
export function addBodyParser(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    /^application\/([\w.-]+\+)?json\b/,
    { parseAs: 'buffer' },
    async (_request: unknown, body: Buffer) => {
      let text: string;
      try {
        text = new TextDecoder('utf-8', { fatal: true }).decode(body);
      } catch (error) {
        throw SilhouetteError.of('invalid-json', 'The body is not UTF-8; send JSON in UTF-8.', '', error);
      }
      return parseJsonText(text);
    },
  );
}
