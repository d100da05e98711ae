import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SilhouetteError } from '@silhouette/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  bindStringList,
  ChdbSession,
  fileSql,
  type QueryParameter,
  quoteIdentifier,
  sqlString,
  sqlText,
} from '../../src/index.ts';

const NASTY = [
  "it's",
  '\\',
  "\\'",
  '`',
  '"',
  'tab\tline\nreturn\r',
  'nul\0',
  '한글 😀',
  '{a:String}',
  "'; DROP TABLE x; --",
  '\\N',
  '\\x41',
  '',
  ' ',
  '%s $1 ?',
];

let session: ChdbSession;
beforeAll(async () => {
  session = await ChdbSession.open();
});
afterAll(() => session.close());

async function failure(promise: Promise<unknown>): Promise<SilhouetteError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof SilhouetteError) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}

describe('values', () => {
  test('64-bit integers and decimals are exact text, NaN is null, times are UTC', async () => {
    const [row] = await session.query(
      `SELECT toInt64(9007199254740993) AS i, toDecimal256('12345678901234567890.123456', 6) AS d, 0 / 0 AS f, 1 AS small,
         CAST(1, 'Bool') AS b, fromUnixTimestamp64Milli(toInt64(0)) AS t, [toUInt64(1)] AS list, 'a/b' AS path`,
    );
    expect(row).toEqual({
      i: '9007199254740993',
      d: '12345678901234567890.123456',
      f: null,
      small: 1,
      b: true,
      t: '1970-01-01 00:00:00.000',
      list: ['1'],
      path: 'a/b',
    });
  });
  test('any text comes back from a parameter, a list, a literal and an identifier as it went in', async () => {
    for (const text of NASTY) {
      expect(await session.query('SELECT {v:String} AS v, length({v:String}) AS n', { v: text })).toEqual([
        { v: text, n: String(Buffer.byteLength(text)) },
      ]);
      expect(await session.query(`SELECT ${sqlString(text)} AS a, ${sqlText(text)} AS b`)).toEqual([{ a: text, b: text }]);
      if (text !== '') expect(await session.query(`SELECT 1 AS ${quoteIdentifier(text)}`)).toEqual([{ [text]: 1 }]);
    }
    expect(await session.query('SELECT {list:Array(String)} AS list', { list: NASTY })).toEqual([{ list: NASTY }]);
    const params: Record<string, QueryParameter> = {};
    const sql = bindStringList(params, 'list', [...NASTY, 'lone \ud800 half']);
    expect(await session.query(`SELECT ${sql} AS list`, params)).toEqual([{ list: NASTY }]);
  });
  test('numbers, bigints, booleans and null as parameters', async () => {
    const params = { i: 9007199254740993n, f: -1.5, b: true, n: null };
    expect(
      await session.query('SELECT {i:Int64} AS i, {f:Float64} AS f, {b:Bool} AS b, {n:Nullable(String)} AS n', params),
    ).toEqual([{ i: '9007199254740993', f: -1.5, b: true, n: null }]);
  });
  test('100,000 strings', async () => {
    const params: Record<string, QueryParameter> = {};
    const keys = Array.from({ length: 100_000 }, (_, index) => `키-${index}`);
    const sql = bindStringList(params, 'keys', keys);
    const rows = await session.query(
      `SELECT count() AS n FROM (SELECT concat('키-', toString(number)) AS k FROM numbers(150000)) WHERE k IN (SELECT arrayJoin(${sql}))`,
      params,
    );
    expect(rows).toEqual([{ n: '100000' }]);
  });
  test('a parameter of an earlier statement does not fill a placeholder left empty', async () => {
    for (let index = 0; index < 8; index += 1) await session.query('SELECT {stale:String}', { stale: 'old' });
    expect((await failure(session.query('SELECT {stale:String}'))).message).toContain('stale');
  });
});

describe('errors', () => {
  test('carry the code asked for and ClickHouse words', async () => {
    const error = await failure(session.query('SELEC 1', {}, 'invalid-sql'));
    expect([error.code, error.message]).toEqual(['invalid-sql', expect.stringContaining('Syntax error')]);
    expect((await failure(session.execute('SELECT throwIf(1)'))).message).toMatch(
      /^Value passed to 'throwIf'.*\(ClickHouse code 395\)$/,
    );
  });
  test('memory', async () => {
    const small = await ChdbSession.open({ memoryLimitBytes: 50_000_000 });
    const error = await failure(small.query('SELECT groupArray(number) AS a FROM numbers(50000000) FORMAT Null'));
    expect([error.code, error.message]).toEqual(['sql-limit', expect.stringContaining('raise the memory limit')]);
    await small.close();
  });
  test('a path that looks like a pattern is refused', () => {
    for (const path of ['/a*/b', '/a?', '/{a}', '/a.zip::b']) expect(() => fileSql([path])).toThrow('takes for a pattern');
    expect(fileSql(["/it's", '/b'], 'a String')).toBe("file(['/it\\'s', '/b'], 'Parquet', 'a String')");
  });
});

describe('many at once', () => {
  test('queries with parameters do not mix, a slow one does not hold up a quick one', async () => {
    const order: string[] = [];
    const slow = session
      .query('SELECT sleep(3), {v:String} AS v', { v: 'slow' })
      .then((rows) => order.push(String(rows[0]?.v)));
    await session.query('SELECT {v:String} AS v', { v: 'quick' }).then((rows) => order.push(String(rows[0]?.v)));
    await slow;
    expect(order).toEqual(['quick', 'slow']);
    const answers = await Promise.all(
      Array.from({ length: 200 }, async (_, index) => (await session.query('SELECT {v:UInt32} AS v', { v: index }))[0]?.v),
    );
    expect(answers).toEqual(Array.from({ length: 200 }, (_, index) => index));
  });
  test('a stream gives all rows in pieces while queries are asked, and may be left early', async () => {
    let rows = 0;
    for await (const chunk of session.stream('SELECT number FROM numbers({n:UInt64})', { n: 300_000 }, 'RowBinary')) {
      rows += chunk.length / 8;
      await session.query('SELECT 1');
    }
    expect(rows).toBe(300_000);
    for await (const _ of session.stream('SELECT number FROM numbers(100000000)')) break;
    expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    const broken = async (): Promise<void> => {
      for await (const _ of session.stream(
        'SELECT throwIf(number = 1000000) FROM numbers(2000000)',
        {},
        'RowBinary',
        'sql-failed',
      ));
    };
    expect((await failure(broken())).code).toBe('sql-failed');
  });
  test('tables are shared, sessions are not: closing one leaves the other', async () => {
    const other = await ChdbSession.open();
    await session.execute('CREATE TABLE shared (a UInt8) ENGINE = Memory');
    await other.execute('INSERT INTO shared SELECT 7');
    await other.close();
    expect(await session.query('SELECT a FROM shared')).toEqual([{ a: 7 }]);
    expect((await failure(other.query('SELECT 1'))).message).toContain('being closed');
    await session.execute('DROP TABLE shared');
  });
});

describe('folders and the end of the process', () => {
  const script = fileURLToPath(new URL('exit-script.ts', import.meta.url));

  function runScript(mode: string, parent: string): Promise<{ code: number | null; output: string }> {
    return new Promise((resolve) => {
      const runner = fileURLToPath(new URL('run-typescript.mjs', import.meta.url));
      execFile(process.execPath, [runner, script, mode, parent], { timeout: 30_000 }, (error, stdout, stderr) => {
        resolve({
          code: error === null ? 0 : typeof error.code === 'number' ? error.code : null,
          output: `${stdout}${stderr}`,
        });
      });
    });
  }

  test('a process ends cleanly with a session closed, left open, or busy, and leaves no folder', async () => {
    const parent = mkdtempSync(join(tmpdir(), 'silhouette-exit-'));
    for (const mode of ['closed', 'open', 'busy']) {
      expect(await runScript(mode, parent)).toEqual({ code: 0, output: `${mode} done\n` });
      expect(readdirSync(parent)).toEqual([]);
    }
    rmSync(parent, { recursive: true });
  });

  test('folders of dead processes of this machine are swept, others stay', async () => {
    const parent = mkdtempSync(join(tmpdir(), 'silhouette-sweep-'));
    const machine = hostname().replace(/[^A-Za-z0-9.]/g, '_');
    const dead = join(parent, `silhouette-chdb-${machine}-4194999-abc`);
    const alive = join(parent, `silhouette-chdb-${machine}-${process.pid}-abc`);
    const elsewhere = join(parent, 'silhouette-chdb-other-4194999-abc');
    for (const folder of [dead, alive, elsewhere]) mkdirSync(folder);
    expect(await runScript('closed', parent)).toEqual({ code: 0, output: 'closed done\n' });
    expect([dead, alive, elsewhere].map((folder) => existsSync(folder))).toEqual([false, true, true]);
    rmSync(parent, { recursive: true });
  });
});
