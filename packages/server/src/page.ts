import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** The explorer page at `/` and its files; addresses inside the page answer with it. */
export async function addPage(app: FastifyInstance, pageDir: string | null): Promise<void> {
  if (pageDir === null) {
    app.get('/', { schema: { hide: true } }, async (_request, reply) =>
      reply
        .type('text/html; charset=utf-8')
        .send(
          '<!doctype html><title>Silhouette</title><p>The explorer page is not built here: run <code>npm run build</code>. The API is at <a href="/api/docs">/api/docs</a>.',
        ),
    );
    return;
  }
  await app.register(fastifyStatic, {
    root: join(pageDir, 'assets'),
    prefix: '/assets/',
    immutable: true,
    maxAge: '365d',
    decorateReply: false,
  });
  const page = await readFile(join(pageDir, 'index.html'));
  for (const url of ['/', '/explore', '/explore/*']) {
    app.get(url, { schema: { hide: true } }, async (_request, reply) =>
      reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page),
    );
  }
}
