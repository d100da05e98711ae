import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { writePagePolicy } from './security.ts';

/** Addresses of accounts: getting in, one's own account, and other people. */
const ACCOUNT_URLS = ['/sign-in', '/setup', '/accept', '/account', '/people', '/roles'];
/** Addresses inside the page (packages/web/src/app/routes.ts); each answers with it. */
const PAGE_URLS = ['/', '/explore', '/audiences', '/audiences/:id', '/catalog', '/audit', '/privacy', ...ACCOUNT_URLS];
/** What the page's HTML says where the nonce of an answer belongs. */
const NONCE_PLACE = '<meta name="style-nonce" content=""';

/** Answers with the page, at a status. */
export type SendPage = (reply: FastifyReply, status: number) => FastifyReply;

/** The page at its addresses and its files; gives back what sends the page, or null where it is not built. */
export async function addPage(app: FastifyInstance, pageDir: string | null): Promise<SendPage | null> {
  if (pageDir === null) {
    app.get('/', { config: { permission: 'open', audit: null }, schema: { hide: true } }, async (_request, reply) =>
      reply
        .type('text/html; charset=utf-8')
        .send(
          '<!doctype html><title>Silhouette</title><p>The explorer page is not built here: run <code>npm run build</code>. The API is at <a href="/api/docs">/api/docs</a>.',
        ),
    );
    return null;
  }
  await app.register(fastifyStatic, {
    root: join(pageDir, 'assets'),
    prefix: '/assets/',
    immutable: true,
    maxAge: '365d',
    decorateReply: false,
    preCompressed: true,
  });
  const [before, after, ...more] = (await readFile(join(pageDir, 'index.html'), 'utf8')).split(NONCE_PLACE);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`${join(pageDir, 'index.html')} has no place, or several, for the nonce of its styles.`);
  }
  const sendPage: SendPage = (reply, status) => {
    const nonce = randomBytes(18).toString('base64url');
    return reply
      .code(status)
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .header('content-security-policy', writePagePolicy(nonce))
      .send(`${before}${NONCE_PLACE.replace('""', `"${nonce}"`)}${after}`);
  };
  for (const url of PAGE_URLS) {
    app.get(url, { config: { permission: 'open', audit: null }, schema: { hide: true } }, async (_request, reply) =>
      sendPage(reply, 200),
    );
  }
  return sendPage;
}
