import { parseJsonText, SilhouetteError } from '@silhouette/model';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Reads JSON bodies with the language's own reader: numbers by their text, repeated keys and deep nesting refused. */
export function addBodyParser(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    /^application\/([\w.-]+\+)?json\b/,
    { parseAs: 'buffer' },
    async ({ headers }: FastifyRequest, body: Buffer) => {
      const encoding = headers['content-encoding'] ?? 'identity';
      if (encoding !== 'identity') {
        const message = `The body is packed (${encoding}); send it as it is, without content-encoding.`;
        throw SilhouetteError.of('invalid-option', message, 'content-encoding');
      }
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
