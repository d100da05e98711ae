import { connect } from 'node:net';
import { prepareQuestion } from '@silhouette/engine';
import { openWorkspace, readCurrentSnapshot } from '@silhouette/lake';
import { SilhouetteError } from '@silhouette/model';
import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createServer, type SilhouetteServer } from '../src/index.ts';
import { readConcurrency } from '../src/limits/concurrency-gate.ts';
import { addQuestionLimit, withdrawWhenClosed } from '../src/withdraw-when-closed.ts';
import { ask, makeShop } from './audiences/shop.ts';

vi.setConfig({ testTimeout: 120_000 });

let server: SilhouetteServer;
let url = '';
let dir = '';
let remove: () => void = () => {};
beforeAll(async () => {
  const shop = await makeShop();
  ({ dir, remove } = shop);
  server = await createServer({
    workspace: openWorkspace(shop.dir),
    host: '127.0.0.1',
    pageDir: null,
    env: { SILHOUETTE_CONCURRENCY: '8' },
    logLevel: 'silent',
  });
  url = await server.listen(0);
  await ask(url, 'GET', '/api/audiences');
});
afterAll(async () => {
  await server.close();
  remove();
});

/** A connection that has sent the beginning of a request, and waits. */
interface Begun {
  readonly ended: Promise<string>;
  isAnswered(): boolean;
  end(): void;
}

function begin(text: string): Promise<Begun> {
  const { port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write(text);
      let answer = '';
      socket.on('data', (chunk: Buffer) => {
        answer += chunk.toString();
      });
      const ended = new Promise<string>((done) => socket.once('close', () => done(answer)));
      resolve({ ended, isAnswered: () => answer !== '', end: () => socket.destroy() });
    });
    socket.on('error', reject);
  });
}

/**
 * Begins requests until the next one is refused: one that was refused itself, because an earlier
 * request was still being counted, is begun again.
 */
async function holdEight(text: string, headers: Record<string, string> = {}): Promise<{ refusal: Response; held: Begun[] }> {
  let held: Begun[] = [];
  const refusal = await vi.waitFor(async () => {
    held = held.filter((one) => !one.isAnswered());
    const missing = 8 - held.length;
    held.push(...(await Promise.all(Array.from({ length: missing }, () => begin(text)))));
    // The server takes them up before it is asked once more.
    if (missing > 0) throw new Error('Requests were begun just now.');
    const response = await fetch(`${url}/api/catalog`, { headers });
    expect(response.status).toBe(429);
    return response;
  }, WAIT);
  return { refusal, held };
}

/** Statuses of as many requests at once. */
function askAtOnce(number: number): Promise<number[]> {
  return Promise.all(Array.from({ length: number }, async () => (await fetch(`${url}/api/catalog`)).status));
}

const WAIT = { timeout: 20_000, interval: 100 };
const HEAD = 'POST /api/explore HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{';

describe('requests of one sender', () => {
  test('are refused while too many are under way, with the time to ask again, and are taken again afterwards', async () => {
    const { refusal, held } = await holdEight(HEAD);
    expect(refusal.headers.get('retry-after')).toBe('1');
    expect(await refusal.json()).toMatchObject({ code: 'too-many-questions' });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    for (const one of held) one.end();
    await vi.waitFor(async () => expect(await askAtOnce(8)).toEqual(Array(8).fill(200)), WAIT);
  });

  test('count as more the longer their bodies are; one alone is taken whatever its length', async () => {
    const large = HEAD.replace('content-length: 100', `content-length: ${5 * 2 ** 20}`);
    const held = await begin(large);
    await vi.waitFor(async () => {
      const second = await begin(large);
      // Counted later than this the first is not yet.
      await new Promise((resolve) => setTimeout(resolve, 300));
      const isAnswered = second.isAnswered();
      second.end();
      expect([isAnswered, (await second.ended).slice(0, 12)]).toEqual([true, 'HTTP/1.1 429']);
    }, WAIT);
    expect((await fetch(`${url}/api/catalog`)).status).toBe(200);
    held.end();
    // Nine MiB, which count as ten: read, and then found to be wrong.
    const long = JSON.stringify({ audience: { all: [] }, note: '가'.repeat(3 * 2 ** 20) });
    await vi.waitFor(async () => {
      const { status, body } = await ask(url, 'POST', '/api/explore', long);
      expect([status, body.code]).toEqual([400, 'unknown-key']);
    }, WAIT);
  });

  test('are not uncounted by asking for events where there are none', async () => {
    const head = HEAD.replace('host:', 'accept: text/event-stream\r\nhost:');
    const { held } = await holdEight(head, { accept: 'text/event-stream' });
    for (const one of held) one.end();
    await vi.waitFor(async () => expect(await askAtOnce(8)).toEqual(Array(8).fill(200)), WAIT);
  });

  test('their number can be set, within reason', () => {
    expect([readConcurrency({}), readConcurrency({ SILHOUETTE_CONCURRENCY: '12' })]).toEqual([64, 12]);
    for (const text of ['0', '7', '-1', '1e3', 'many'])
      expect(() => readConcurrency({ SILHOUETTE_CONCURRENCY: text }), text).toThrow('from 8');
  });
});

describe('a body', () => {
  test('of more than 16 MiB is refused, told by its length or sent in parts', async () => {
    const body = Buffer.alloc(16 * 1024 * 1024 + 1, ' ');
    const headers = { 'content-type': 'application/json' };
    expect((await fetch(`${url}/api/explore`, { method: 'POST', headers, body })).status).toBe(413);
    const parts = new ReadableStream({
      start: (controller) => {
        controller.enqueue(body);
        controller.close();
      },
    });
    const sent = await fetch(`${url}/api/explore`, {
      method: 'POST',
      headers,
      body: parts,
      duplex: 'half',
    } as RequestInit).catch(() => null);
    expect(sent?.status ?? 413).toBe(413);
  });

  test('of more than 16 KiB is refused where nobody need be known, before it is read', async () => {
    const token = '\uFDFA'.repeat(6_000);
    for (const [path, body] of [
      ['/api/session', { email: token, password: token }],
      ['/api/session/second-factor', { code: token }],
      ['/api/links/look', { token }],
      ['/api/links/use', { token: 'x', password: token }],
      ['/api/set-up', { name: 'x', email: token, password: token }],
    ] as const) {
      const answer = await ask(url, 'POST', path, body);
      expect([path, answer.status, answer.body.code]).toEqual([path, 413, 'too-large']);
      expect(answer.body.detail).toContain('16 KiB');
    }
  });

  test('that is wrong all over is told a thousand issues of it, and how many more there are', async () => {
    const keys = Array.from({ length: 50_000 }, (_, place) => `"k${place}":1`);
    const many = await ask(url, 'POST', '/api/explore', `{"audience":{"all":[]},${keys.join(',')}}`);
    expect([many.status, many.body.code, many.body.issues.length]).toEqual([400, 'unknown-key', 1001]);
    expect(many.body.issues.at(-1).message).toBe('49000 more problems were found: correct the ones above first.');
    const query = Array.from({ length: 2_500 }, (_, place) => `k${place}`).join('&');
    const { issues } = (await ask(url, 'GET', `/api/session/ways?${query}`)).body;
    expect([issues.length, issues[100].message]).toEqual([101, expect.stringMatching(/^2400 more problems were found/)]);
    const conditions = Array(50).fill({ all: Array(100).fill({}) });
    const ahead = await ask(url, 'POST', '/api/look-ahead', { audience: { all: [] }, conditions });
    expect([ahead.status, ahead.body.issues.length]).toEqual([400, 1001]);
  });

  test.each([
    ['lists', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['a definition', `{"audience":${'{"not":'.repeat(5000)}{"all":[]}${'}'.repeat(5000)}}`],
  ])('of deep %s is refused at once', async (_what, body) => {
    const startedAtMs = performance.now();
    const answer = await ask(url, 'POST', '/api/explore', body);
    expect([answer.status, answer.body.code]).toEqual([400, 'too-deep']);
    expect(performance.now() - startedAtMs).toBeLessThan(3000);
  });
});

describe('a question', () => {
  test('that is computed for too long is given up, and says so', async () => {
    const app = Fastify();
    addQuestionLimit(app, { SILHOUETTE_QUESTION_SECONDS: '1' });
    app.get('/', async (_request, reply) => {
      const snapshot = await readCurrentSnapshot(openWorkspace(dir));
      if (snapshot === null) throw new Error('Nothing is loaded.');
      const everyone = { snapshot, definition: { all: [] }, asOf: null, resolveAudience: () => Promise.resolve(null) };
      const { question } = withdrawWhenClosed(await prepareQuestion(everyone), reply);
      await new Promise((done) => question.signal?.addEventListener('abort', done));
      const reason: unknown = question.signal?.reason;
      return reason instanceof SilhouetteError ? reason.issues : null;
    });
    const [issue] = (await app.inject('/')).json();
    expect(issue).toMatchObject({ code: 'took-too-long', message: expect.stringContaining('after 1 s') });
    await app.close();
  });

  test.each(['0', '-1', '1.5', 'long', '86401'])('has no limit of %s seconds', (text) => {
    expect(() => addQuestionLimit(Fastify(), { SILHOUETTE_QUESTION_SECONDS: text })).toThrow('from 1 to 86,400');
  });
});

test('who sends headers by drops is cut off', async () => {
  const slow = await begin('GET /api/catalog HTTP/1.1\r\nhost: localhost\r\nx: ');
  const startedAtMs = performance.now();
  expect(await slow.ended).toMatch(/^HTTP\/1.1 408 /);
  expect(performance.now() - startedAtMs).toBeLessThan(40_000);
});
