import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { openWorkspace } from '@silhouette/lake';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServer, type SilhouetteServer } from '../src/index.ts';

const HTML = '<!doctype html><meta name="style-nonce" content="" /><div id="root"></div>';
const SCRIPT = `// ${'the page '.repeat(200)}`;
const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('the page', () => {
  let dir: string;
  let server: SilhouetteServer;

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'silhouette-page-'));
    mkdirSync(join(dir, 'page', 'assets'), { recursive: true });
    mkdirSync(join(dir, 'workspace'));
    writeFileSync(join(dir, 'page', 'index.html'), HTML);
    writeFileSync(join(dir, 'page', 'assets', 'index-1.js'), SCRIPT);
    writeFileSync(join(dir, 'page', 'assets', 'index-1.js.br'), brotliCompressSync(SCRIPT));
    writeFileSync(join(dir, 'workspace', 'silhouette.yaml'), 'silhouette: 1\nname: Shop\ntimeZone: UTC\n');
    server = await createServer({
      workspace: openWorkspace(join(dir, 'workspace')),
      host: '127.0.0.1',
      pageDir: join(dir, 'page'),
      env: {},
      logLevel: 'silent',
    });
  });
  afterAll(async () => {
    await server?.close();
    rmSync(dir, { recursive: true, force: true });
  });
  const get = (url: string, headers: Record<string, string> = BROWSER) =>
    server.app.inject({ url, headers: { host: '127.0.0.1', ...headers } });

  it('answers at each of its addresses', async () => {
    for (const url of ['/', '/explore', '/audiences', '/audiences/summer-buyers', '/catalog', '/?from=mail']) {
      const answer = await get(url);
      expect(answer.statusCode, url).toBe(200);
      expect(answer.headers['content-type'], url).toBe('text/html; charset=utf-8');
      expect(answer.body, url).toContain('<div id="root">');
    }
  });

  it('tells people of an address that is none, with 404, and programs by a problem document', async () => {
    const visit = await get('/nowhere');
    expect([visit.statusCode, visit.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    expect(visit.body).toContain('<div id="root">');
    for (const [url, headers] of [
      ['/nowhere', { accept: 'application/json' }],
      ['/api/nowhere', BROWSER],
      ['/assets/gone-1.js', BROWSER],
    ] as const) {
      const answer = await get(url, headers);
      expect(answer.statusCode, url).toBe(404);
      expect(answer.headers['content-type'], url).toContain('application/problem+json');
    }
    const posted = await server.app.inject({ method: 'POST', url: '/nowhere', headers: { host: '127.0.0.1', ...BROWSER } });
    expect(posted.headers['content-type']).toContain('application/problem+json');
  });

  it('lets no inline script run, and style elements only by the nonce of the one answer', async () => {
    const answers = await Promise.all([get('/'), get('/'), get('/nowhere')]);
    const nonces = answers.map((answer) => {
      const policy = String(answer.headers['content-security-policy']);
      expect(policy).toContain("script-src 'self';");
      expect(policy).not.toContain('unsafe');
      const nonce = /style-src 'self' 'nonce-([\w-]{20,})';/.exec(policy)?.[1];
      expect(answer.body).toContain(`<meta name="style-nonce" content="${nonce}" />`);
      return nonce;
    });
    expect(new Set(nonces).size).toBe(3);
    expect((await get('/api/docs/')).headers['content-security-policy']).toContain("style-src 'self' 'unsafe-inline';");
    for (const url of ['/api/catalog', '/assets/index-1.js', '/api/docsx'])
      expect((await get(url)).headers['content-security-policy'], url).toContain("style-src 'self';");
  });

  it('sends its files compressed to those who take them', async () => {
    const plain = await get('/assets/index-1.js', {});
    expect([plain.headers['content-encoding'], plain.body]).toEqual([undefined, SCRIPT]);
    const packed = await get('/assets/index-1.js', { 'accept-encoding': 'br, gzip' });
    expect(packed.headers['content-encoding']).toBe('br');
    expect(packed.rawPayload.equals(brotliCompressSync(SCRIPT))).toBe(true);
    expect(packed.headers['content-type']).toContain('javascript');
    expect(packed.headers['cache-control']).toContain('immutable');
  });

  it('is refused where the build has no place for the nonce', async () => {
    const bare = join(dir, 'bare');
    mkdirSync(join(bare, 'assets'), { recursive: true });
    writeFileSync(join(bare, 'index.html'), '<!doctype html><div id="root"></div>');
    const options = { workspace: openWorkspace(join(dir, 'workspace')), host: '127.0.0.1', pageDir: bare, env: {} };
    await expect(createServer({ ...options, logLevel: 'silent' })).rejects.toThrow('nonce');
  });
});
