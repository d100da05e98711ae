import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWorkspace } from '@silhouette/lake';
import { createServer, type SilhouetteServer } from '../../src/index.ts';
import { loadIndexed } from '../load-indexed.ts';

const CATALOG = `
silhouette: 1
name: Shop
timeZone: Asia/Seoul
sources:
  people: { files: [people.csv] }
customers:
  from: people
  key: id
  attributes:
    city: { column: city, type: category, label: { ko: 도시, en: City } }
    age: { column: age, type: number, label: { ko: 나이, en: Age } }
`;
/** 25 customers of ages 20 to 44, every other one in Seoul, from the first on. */
const PEOPLE = `id,city,age\n${Array.from({ length: 25 }, (_, index) => `k${String(index).padStart(2, '0')},${index % 2 === 0 ? '서울' : '부산'},${20 + index}`).join('\n')}\n`;

/** A small workspace, loaded and indexed, in a new folder. */
export async function makeShop(): Promise<{ readonly dir: string; remove(): void }> {
  const dir = mkdtempSync(join(tmpdir(), 'silhouette-audiences-test-'));
  writeFileSync(join(dir, 'silhouette.yaml'), CATALOG);
  writeFileSync(join(dir, 'people.csv'), PEOPLE);
  await loadIndexed(dir, Date.UTC(2026, 5, 1));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/** A server of a workspace that listens on a free port. */
export async function serveShop(
  dir: string,
  env: Record<string, string> = {},
): Promise<{ readonly server: SilhouetteServer; readonly url: string }> {
  const server = await createServer({
    workspace: openWorkspace(dir),
    host: '127.0.0.1',
    pageDir: null,
    env,
    logLevel: 'silent',
  });
  return { server, url: await server.listen(0) };
}

/** An answer; its body is any JSON: what is expected of it is the test's own. */
export async function ask(
  url: string,
  method: string,
  path: string,
  body?: string | object,
  headers: Record<string, string> = {},
) {
  const response = await fetch(url + path, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    etag: response.headers.get('etag'),
    location: response.headers.get('location'),
    body: text === '' ? null : JSON.parse(text),
  };
}
