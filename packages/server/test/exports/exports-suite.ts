import { existsSync, readdirSync, rmSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { ChdbSession, type LockHolder, type ProcessLock, sqlString } from '@silhouette/lake';
import { exportDetailSchema, exportJobSchema, exportListSchema } from '@silhouette/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ExportFolder } from '../../src/exports/export-folder.ts';
import type { SilhouetteServer } from '../../src/index.ts';
import { ask as askAt, serveShop } from '../audiences/shop.ts';
import { download, hash, makeExportShop, waitForExport } from './export-shop.ts';

const EVERYONE = { all: [] };
const ATTRIBUTES = ['city', 'remark', 'labels', 'debt', 'joined', 'active'];

/** Everything exports do over HTTP, with their database of an environment: the same on each. */
export function describeExports(env: () => Record<string, string>): void {
  let server: SilhouetteServer;
  let url = '';
  let dir = '';
  let remove: () => void = () => {};

  beforeAll(async () => {
    const shop = await makeExportShop();
    ({ dir, remove } = shop);
    ({ server, url } = await serveShop(dir, env()));
    await ask('GET', '/api/audiences');
  });
  afterAll(async () => {
    await server.close();
    remove();
  });

  function ask(method: string, path: string, body?: string | object, headers: Record<string, string> = {}) {
    return askAt(url, method, path, body, headers);
  }

  async function exportAll(body: object) {
    const asked = await ask('POST', '/api/exports', { audience: EVERYONE, ...body });
    expect(asked.status).toBe(202);
    const done = await waitForExport(url, asked.body.id);
    expect(done).toMatchObject({ state: 'done', issues: [] });
    return { done, file: await download(url, `${asked.location}/file`) };
  }

  test('where nothing was exported there is no list, and no folder is made to say so', async () => {
    expect((await ask('GET', '/api/exports')).body).toEqual({ exports: [], total: 0 });
    expect(existsSync(join(dir, 'state', 'exports'))).toBe(false);
  });

  describe('files', () => {
    test('exact: what was loaded, and the answer says what it is', async () => {
      const { done, file } = await exportAll({ attributes: ATTRIBUTES, spreadsheetSafe: false });
      expect(file.bytes.toString('utf8')).toBe(
        [
          'id,city,remark,labels,debt,joined,active',
          '+82,-부산,＝cmd|calc,-y;x,0.00,,',
          '=1+1,서울,@SUM(A1),=a;b,-5.00,2024-02-29,true',
          '"a""b","x,y","=HYPERLINK(""http://evil.example"",""click"")",,12.50,2023-01-01,false',
          'plain,대구,a=b,one;two,-0.01,1999-12-31,true',
          '',
        ].join('\r\n'),
      );
      expect(exportJobSchema.strict().parse(done)).toMatchObject({
        rows: 4,
        rowsDone: 4,
        guardedCells: null,
        sizeBytes: file.bytes.length,
        sha256: hash(file.bytes),
        file: `/api/exports/${done.id}/file`,
        key: 'id',
        attributes: ATTRIBUTES,
        requestedBy: userInfo().username,
        audience: null,
        notes: [],
        fileName: 'members-2026-06-01.csv',
      });
      expect(file.headers.get('content-disposition')).toBe('attachment; filename="members-2026-06-01.csv"');
      expect(file.headers.get('etag')).toBe(`"${done.sha256}"`);
      expect(file.headers.get('content-type')).toContain('text/csv');
    });

    test('for spreadsheets, unless told otherwise: no text is a formula, numbers are as they are, and it is said', async () => {
      const { done, file } = await exportAll({ attributes: ATTRIBUTES });
      expect(file.bytes.toString('utf8')).toBe(
        [
          '\uFEFFid,city,remark,labels,debt,joined,active',
          "'+82,'-부산,'＝cmd|calc,'-y;x,0.00,,",
          "'=1+1,서울,'@SUM(A1),'=a;b,-5.00,2024-02-29,true",
          `"a""b","x,y","'=HYPERLINK(""http://evil.example"",""click"")",,12.50,2023-01-01,false`,
          'plain,대구,a=b,one;two,-0.01,1999-12-31,true',
          '',
        ].join('\r\n'),
      );
      expect(done).toMatchObject({ spreadsheetSafe: true, guardedCells: 8 });
      expect(done.notes).toEqual([
        { code: 'spreadsheet-safe', message: expect.stringContaining('8 cells'), details: { guardedCells: 8 } },
      ]);
    });

    test('Parquet: typed, exact, as many rows', async () => {
      const { done, file } = await exportAll({ attributes: ATTRIBUTES, format: 'parquet' });
      expect(done).toMatchObject({ spreadsheetSafe: false, guardedCells: null, rows: 4, sha256: hash(file.bytes) });
      const session = await ChdbSession.open();
      const path = join(dir, 'state', 'exports', `${done.id}.parquet`);
      const rows = await session.query(`SELECT * FROM file(${sqlString(path)}, 'Parquet')`);
      await session.close();
      expect(rows[1]).toEqual({
        id: '=1+1',
        city: '서울',
        remark: '@SUM(A1)',
        labels: ['=a', 'b'],
        debt: '-5',
        joined: '2024-02-29',
        active: true,
      });
      expect(rows).toHaveLength(4);
    });

    test('nobody is exported as a header', async () => {
      const { done, file } = await exportAll({ audience: { customers: ['nobody'] }, spreadsheetSafe: false });
      expect([done.rows, file.bytes.toString('utf8')]).toEqual([0, 'id\r\n']);
      expect(done.notes).toMatchObject([{ code: 'unknown-customers' }]);
    });
  });

  describe('saved audiences', () => {
    test('a version is exported under its name, and stays what it was when audiences change', async () => {
      await ask('POST', '/api/audiences', { id: '서울', name: '서울 고객', definition: { attribute: 'city', eq: '서울' } });
      await ask('POST', '/api/audiences', { id: 'exported-outer', name: 'Outer', definition: { audience: '서울' } });
      await ask('PUT', `/api/audiences/${encodeURIComponent('서울')}`, { definition: EVERYONE }, { 'if-match': '"1"' });
      const first = await ask('POST', `/api/audiences/${encodeURIComponent('서울')}/export`, { version: 1 });
      const newest = await ask('POST', `/api/audiences/${encodeURIComponent('서울')}/export`);
      const outer = await ask('POST', '/api/audiences/exported-outer/export', { format: 'csv', attributes: null });
      expect([first.status, newest.status, outer.status]).toEqual([202, 202, 202]);
      const jobs = [];
      for (const { body } of [first, newest, outer]) jobs.push(await waitForExport(url, body.id));
      expect(jobs.map(({ rows, audience, fileName }) => ({ rows, audience, fileName }))).toEqual([
        { rows: 1, audience: { id: '서울', version: 1, name: '서울 고객' }, fileName: '서울-2026-06-01.csv' },
        { rows: 4, audience: { id: '서울', version: 2, name: '서울 고객' }, fileName: '서울-2026-06-01.csv' },
        { rows: 4, audience: { id: 'exported-outer', version: 1, name: 'Outer' }, fileName: 'exported-outer-2026-06-01.csv' },
      ]);
      const { headers } = await download(url, jobs[0]?.file ?? '');
      expect(headers.get('content-disposition')).toBe(
        `attachment; filename="__-2026-06-01.csv"; filename*=UTF-8''${encodeURIComponent('서울')}-2026-06-01.csv`,
      );
      const { body } = await ask('GET', first.location ?? '');
      expect(exportDetailSchema.strict().parse(body).definition).toEqual({ audience: '서울', version: 1 });
    });

    test('audiences and versions that are not there, and wrong bodies, are told', async () => {
      expect((await ask('POST', '/api/audiences/nobody/export', {})).status).toBe(404);
      expect((await ask('POST', '/api/audiences/exported-outer/export', { version: 9 })).status).toBe(404);
      const wrong = await ask('POST', '/api/audiences/exported-outer/export', {
        version: 0,
        format: 'xlsx',
        attributes: ['nothing'],
        spreadsheetSafe: 'yes',
      });
      expect([wrong.status, wrong.body.issues.map(({ path }: { path: string }) => path)]).toEqual([
        400,
        ['version', 'format', 'spreadsheetSafe', 'attributes[0]'],
      ]);
      const twice = await ask('POST', '/api/audiences/exported-outer/export', { audience: EVERYONE });
      expect([twice.status, twice.body.code]).toEqual([400, 'unknown-key']);
    });
  });

  describe('downloads', () => {
    test('go on where they stopped, byte for byte', async () => {
      const { done, file } = await exportAll({ attributes: ATTRIBUTES });
      const path = done.file ?? '';
      const tag = `"${done.sha256}"`;
      const half = Math.floor(file.bytes.length / 2);
      const begin = await download(url, path, { range: `bytes=0-${half - 1}` });
      const rest = await download(url, path, { range: `bytes=${half}-`, 'if-range': tag });
      expect([begin.status, rest.status, rest.headers.get('content-range')]).toEqual([
        206,
        206,
        `bytes ${half}-${file.bytes.length - 1}/${file.bytes.length}`,
      ]);
      expect(Buffer.concat([begin.bytes, rest.bytes])).toEqual(file.bytes);
      const last = await download(url, path, { range: 'bytes=-3' });
      expect(last.bytes).toEqual(file.bytes.subarray(-3));
    });

    test('of another file begin anew, and parts outside of it are refused', async () => {
      const { done, file } = await exportAll({});
      const path = done.file ?? '';
      for (const other of ['"0000"', `W/"${done.sha256}"`, new Date().toUTCString()]) {
        const whole = await download(url, path, { range: 'bytes=2-', 'if-range': other });
        expect([whole.status, whole.bytes]).toEqual([200, file.bytes]);
      }
      const outside = await ask('GET', path, undefined, { range: `bytes=${file.bytes.length}-` });
      expect([outside.status, outside.body.code]).toEqual([416, 'invalid-range']);
      const known = await download(url, path, { 'if-none-match': `"${done.sha256}"` });
      expect([known.status, known.bytes.length]).toEqual([304, 0]);
      const head = await fetch(url + path, { method: 'HEAD' });
      expect([head.status, head.headers.get('content-length'), head.headers.get('accept-ranges')]).toEqual([
        200,
        String(file.bytes.length),
        'bytes',
      ]);
    });

    test('whose file has gone are told so', async () => {
      const { done } = await exportAll({});
      rmSync(join(dir, 'state', 'exports', `${done.id}.csv`));
      const gone = await ask('GET', done.file ?? '');
      expect([gone.status, gone.body.code]).toEqual([410, 'export-gone']);
    });
  });

  describe('jobs', () => {
    test('progress is told as events, the last of them the end', async () => {
      const { body } = await ask('POST', '/api/exports', { audience: EVERYONE });
      const response = await fetch(`${url}/api/exports/${body.id}`, { headers: { accept: 'text/event-stream' } });
      const events = (await response.text()).trim().split('\n\n');
      expect(response.headers.get('content-type')).toContain('text/event-stream');
      for (const event of events.slice(0, -1)) expect(event).toMatch(/^event: progress\n/);
      const [, data = ''] = events.at(-1)?.split('\ndata: ') ?? [];
      expect(events.at(-1)).toMatch(/^event: end\n/);
      expect(exportJobSchema.strict().parse(JSON.parse(data))).toMatchObject({ state: 'done', rows: 4 });
      const unknown = await fetch(`${url}/api/exports/${'x'.repeat(22)}`, { headers: { accept: 'text/event-stream' } });
      expect(unknown.status).toBe(404);
    });

    test('several are run in their order, and listed newest first', async () => {
      // One after the other: of those asked for in the same moment none is the newest.
      const asked = [];
      for (const one of [{ format: 'parquet' }, {}, {}]) {
        asked.push(await ask('POST', '/api/exports', { audience: EVERYONE, ...one }));
      }
      const jobs = await Promise.all(asked.map(({ body }) => waitForExport(url, body.id)));
      expect(jobs.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
      const { exports, total } = exportListSchema.parse((await ask('GET', '/api/exports')).body);
      expect(total).toBe(exports.length);
      const requested = exports.map(({ requestedAt }) => requestedAt);
      expect(requested).toEqual([...requested].sort().reverse());
      const started = exports.map(({ startedAt }) => startedAt ?? '').reverse();
      expect(started).toEqual([...started].sort());
      const two = await ask('GET', '/api/exports?limit=2');
      expect([two.body.exports.length, two.body.total]).toEqual([2, total]);
    });

    test('one that is removed takes its file with it', async () => {
      const { done } = await exportAll({});
      const removed = await ask('DELETE', `/api/exports/${done.id}`);
      expect(removed.status).toBe(204);
      expect((await ask('GET', `/api/exports/${done.id}`)).status).toBe(404);
      expect((await ask('GET', done.file ?? '')).status).toBe(404);
      expect(readdirSync(join(dir, 'state', 'exports')).filter((name) => name.startsWith(done.id))).toEqual([]);
      expect((await ask('DELETE', `/api/exports/${done.id}`)).status).toBe(404);
    });

    test('a snapshot that is not kept is told at once', async () => {
      const gone = await ask('POST', '/api/exports', { audience: EVERYONE, snapshot: '2001-01-01-nope' });
      expect([gone.status, gone.body.code]).toEqual([410, 'snapshot-gone']);
    });

    test('wrong bodies are told with all that is wrong', async () => {
      const wrong = await ask('POST', '/api/exports', {
        audience: { attribute: 'nothing', eq: 1 },
        format: 'parquet',
        spreadsheetSafe: true,
        attributes: ['city', 'city'],
        engine: 'index',
      });
      expect(wrong.status).toBe(400);
      expect(wrong.body.issues.map(({ path }: { path: string }) => path).sort()).toEqual([
        'attributes[1]',
        'audience.attribute',
        'engine',
        'spreadsheetSafe',
      ]);
      expect((await ask('POST', '/api/exports', {})).body.code).toBe('missing-key');
      expect((await ask('POST', '/api/exports')).status).toBe(400);
    });

    test('ids that are none are not found, whatever they try', async () => {
      const { done } = await exportAll({});
      const tries = [
        '..',
        '%2e%2e',
        '%2e%2e%2f%2e%2e%2fsecret',
        '..%2fsecret',
        `..%2fexports%2f${done.id}`,
        `${done.id}.csv`,
        `${done.id}%00`,
        '%00',
        'folder-id',
        'lock',
        'x'.repeat(10_000),
        "' OR 1=1 --",
      ];
      for (const id of tries) {
        for (const [method, end] of [
          ['GET', ''],
          ['GET', '/file'],
          ['DELETE', ''],
        ] as const) {
          const { status } = await ask(method, `/api/exports/${id}${end}`);
          // A browser's own reading of `..` asks for another address, which takes other methods.
          expect([400, 404, 405, 414], `${method} ${id}${end}`).toContain(status);
        }
        expect([400, 404, 405, 414], id).toContain((await ask('POST', `/api/audiences/${id}/export`, {})).status);
      }
      expect((await download(url, done.file ?? '')).status).toBe(200);
    });

    test('OpenAPI has the routes', async () => {
      const { body } = await ask('GET', '/api/openapi.json');
      for (const path of ['/api/exports', '/api/exports/{id}', '/api/exports/{id}/file', '/api/audiences/{id}/export']) {
        expect(body.paths[path], path).toBeDefined();
      }
    });
  });

  describe('jobs that wait for another process of the same folder', () => {
    let waiting: { readonly server: SilhouetteServer; readonly url: string };
    let folder: { readonly dir: string; remove(): void };
    let lock: ProcessLock | LockHolder;

    beforeAll(async () => {
      folder = await makeExportShop();
      const exports = new ExportFolder(join(folder.dir, 'state'));
      exports.provideId();
      // Nothing of this server runs until the lock is given back.
      lock = exports.lock();
      waiting = await serveShop(folder.dir, env());
    });
    afterAll(async () => {
      await waiting.server.close();
      folder.remove();
    });

    test('are fifty of one person at most, so that there is room for others', async () => {
      const asked = [];
      for (let place = 0; place < 51; place += 1)
        asked.push(await askAt(waiting.url, 'POST', '/api/exports', { audience: EVERYONE }));
      expect(asked.map(({ status }) => status)).toEqual([...Array(50).fill(202), 429]);
      expect(asked.at(-1)?.body.code).toBe('too-many-exports');
      for (const { body } of asked.slice(0, 50)) await askAt(waiting.url, 'DELETE', `/api/exports/${body.id}`);
    });

    test('have no file, can be cancelled, and are then not run', async () => {
      const answer = (method: string, path: string, body?: object) => askAt(waiting.url, method, path, body);
      const [kept, cancelled] = [
        (await answer('POST', '/api/exports', { audience: EVERYONE })).body,
        (await answer('POST', '/api/exports', { audience: EVERYONE })).body,
      ];
      const early = await answer('GET', `/api/exports/${kept.id}/file`);
      expect([early.status, early.body.code]).toEqual([409, 'export-not-ready']);
      const taken = await answer('DELETE', `/api/exports/${cancelled.id}`);
      expect([taken.status, taken.body.state]).toEqual([200, 'cancelled']);

      if (lock.kind === 'held') lock.release();
      // A server looks for the lock when something is asked for.
      const last = (await answer('POST', '/api/exports', { audience: EVERYONE })).body;
      const jobs = [];
      for (const { id } of [kept, cancelled, last]) jobs.push(await waitForExport(waiting.url, id));
      expect(jobs.map(({ state }) => state)).toEqual(['done', 'cancelled', 'done']);
      expect(jobs[1]).toMatchObject({ file: null, startedAt: null });
      const refused = await answer('GET', `/api/exports/${cancelled.id}/file`);
      expect([refused.status, refused.body.code]).toEqual([410, 'export-gone']);
      expect((await answer('DELETE', `/api/exports/${cancelled.id}`)).status).toBe(204);
    });
  });
}
