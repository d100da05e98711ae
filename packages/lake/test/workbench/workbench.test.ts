import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SilhouetteError } from '@silhouette/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ChdbSession,
  confineCommand,
  detectConfinement,
  listWorkbenchTables,
  runWorkbenchCsv,
  runWorkbenchSql,
  type Snapshot,
} from '../../src/index.ts';
import { checkStatement } from '../../src/workbench/check-statement.ts';
import { createTables, executeStatement, limitSettings } from '../../src/workbench/execute-statement.ts';
import { makeSnapshot } from './workbench-fixture.ts';

let session: ChdbSession;
let snapshot: Snapshot;
const dir = mkdtempSync(join(tmpdir(), 'silhouette-workbench-test-'));

beforeAll(async () => {
  session = await ChdbSession.open();
  snapshot = await makeSnapshot(session, dir);
});
afterAll(async () => {
  await session.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Each must be refused by the statement's parse alone, whatever the operating system adds below. */
const ESCAPES = [
  // Reading files and other servers.
  "SELECT file('/etc/passwd')",
  "SELECT * FROM file('/etc/passwd', 'CSV', 'a String')",
  "SELECT * FROM file('/etc/passwd')",
  "DESCRIBE file('/etc/passwd')",
  "DESC file('/etc/passwd')",
  "SELECT * FROM url('http://127.0.0.1/', 'CSV', 'a String')",
  "SELECT * FROM s3('http://127.0.0.1/x')",
  "SELECT * FROM remote('127.0.0.1', system.one)",
  "SELECT * FROM cluster('default', system.one)",
  "SELECT * FROM mysql('a','b','c','d','e')",
  "SELECT * FROM postgresql('a','b','c','d','e')",
  "SELECT * FROM sqlite('/tmp/a.db', 't')",
  "SELECT * FROM executable('id', 'TSV', 'a String')",
  "SELECT * FROM python('x')",
  "SELECT * FROM odbc('x', 'y')",
  "SELECT * FROM hdfs('hdfs://a/b')",
  "SELECT * FROM fileCluster('c', '/etc/passwd')",
  "SELECT * FROM filesystem('/etc')",
  "SELECT * FROM input('a String')",
  "SELECT * FROM mongodb('a')",
  "SELECT * FROM (SELECT * FROM file('/etc/passwd', 'CSV', 'a String'))",
  "SELECT (SELECT a FROM file('/etc/passwd', 'CSV', 'a String') LIMIT 1)",
  "SELECT 1 IN (SELECT a FROM file('/etc/passwd', 'CSV', 'a String'))",
  "WITH (SELECT a FROM file('/etc/passwd', 'CSV', 'a String') LIMIT 1) AS x SELECT x",
  "WITH x AS (SELECT * FROM file('/etc/passwd')) SELECT * FROM x",
  "SELECT * FROM orders JOIN file('/etc/passwd') AS f ON 1",
  "SELECT * FROM view(SELECT * FROM file('/etc/passwd'))",
  "SELECT 1 UNION ALL SELECT a FROM file('/etc/passwd', 'CSV', 'a String')",
  "SELECT 1 EXCEPT SELECT a FROM file('/etc/passwd', 'CSV', 'a String')",
  'SELECT * FROM `/etc/passwd`',
  'SELECT * FROM "/etc/passwd"',
  "SELECT * FROM '/etc/passwd'",
  'SELECT 1 IN `/etc/passwd`',
  'SELECT 1 IN `lake`.`/etc/passwd`',
  // The same in other clauses.
  "SELECT id FROM orders WHERE file('/etc/passwd') != ''",
  "SELECT id FROM orders PREWHERE file('x') = ''",
  "SELECT id FROM orders ORDER BY file('/etc/passwd')",
  "SELECT count() FROM orders GROUP BY file('/etc/passwd')",
  "SELECT count() FROM orders HAVING file('/etc/passwd') = ''",
  "SELECT sum(1) OVER (PARTITION BY file('/etc/passwd')) FROM orders",
  "SELECT sum(1) OVER w FROM orders WINDOW w AS (PARTITION BY file('/etc/passwd'))",
  "SELECT id FROM orders QUALIFY file('/etc/passwd') = ''",
  "SELECT id FROM orders LIMIT length(file('/etc/passwd'))",
  "SELECT arrayMap(x -> file(x), ['/etc/passwd'])",
  "SELECT * REPLACE (file('/etc/passwd') AS id) FROM orders",
  'SELECT * APPLY(file) FROM orders',
  'SELECT COLUMNS(id) APPLY file FROM orders',
  'SELECT * APPLY(x -> file(x)) FROM orders',
  "SELECT if(1, file('/etc/passwd'), '')",
  "SELECT orders.id FROM orders ARRAY JOIN [file('/etc/passwd')] AS z",
  "SELECT\n/* a */ fi/**/le('/etc/passwd')",
  "SELECT `file`('/etc/passwd')",
  "SELECT FILE('/etc/passwd')",
  "SELECT /*!file*/ file /* x */ ('/etc/passwd')",
  "SELECT 'x' AS a, file(a)",
  // Settings, formats, outputs, other statements.
  'SELECT 1 SETTINGS readonly = 0',
  'SELECT * FROM (SELECT 1 SETTINGS readonly = 0)',
  'SELECT (SELECT 1 SETTINGS max_memory_usage = 0)',
  "SELECT 1 INTO OUTFILE '/tmp/x'",
  'SELECT 1 FORMAT CSV',
  "SELECT 1 INTO OUTFILE '/tmp/x' TRUNCATE FORMAT CSV SETTINGS readonly=0",
  'SELECT 1; SELECT 2',
  'SELECT 1; DROP TABLE orders',
  'SELECT 1;;SELECT 2',
  "SELECT '; ' ; SELECT 2",
  'SET readonly = 0',
  'DROP TABLE orders',
  'CREATE TABLE t (a Int8) ENGINE = Memory',
  "INSERT INTO FUNCTION file('/tmp/x') SELECT 1",
  'INSERT INTO orders VALUES (1)',
  "ATTACH TABLE t FROM '/x' (a Int8) ENGINE=Log",
  'SHOW TABLES',
  'SHOW DATABASES',
  'SHOW CREATE TABLE orders',
  'DESCRIBE orders',
  'EXPLAIN SELECT 1',
  'EXPLAIN AST SELECT 1',
  'SYSTEM SHUTDOWN',
  'KILL QUERY WHERE 1',
  'USE system',
  'EXISTS TABLE orders',
  'CHECK TABLE orders',
  "BACKUP TABLE orders TO File('/tmp/x')",
  'CREATE FUNCTION f AS x -> x',
  'GRANT ALL ON *.* TO x',
  'OPTIMIZE TABLE orders',
  'BEGIN TRANSACTION',
  'PARALLEL WITH SELECT 1',
  // The engine's own tables, columns and functions.
  'SELECT * FROM system.tables',
  'SELECT * FROM `system`.`tables`',
  'SELECT * FROM SYSTEM.tables',
  'SELECT * FROM information_schema.tables',
  'SELECT * FROM INFORMATION_SCHEMA.TABLES',
  'SELECT 1 IN system.one',
  'SELECT 1 IN (system.one)',
  'SELECT 1 GLOBAL NOT IN system.one',
  "SELECT * FROM merge(currentDatabase(), '.*')",
  'SELECT * FROM numbers(10)',
  "SELECT * FROM dictionary('x')",
  'SELECT _path FROM orders',
  'SELECT orders._file FROM orders',
  'SELECT `_PATH` FROM orders',
  'SELECT _table FROM orders',
  'SELECT version()',
  'SELECT hostName()',
  'SELECT currentUser()',
  "SELECT getSetting('readonly')",
  "SELECT getMacro('x')",
  "SELECT dictGet('a', 'b', 1)",
  "SELECT joinGet('a', 'b', 1)",
  'SELECT sleep(3)',
  'SELECT sleepEachRow(3)',
  "SELECT catboostEvaluate('/x', 1)",
  'SELECT filesystemAvailable()',
  'SELECT serverUUID()',
  'SELECT addressToLine(1)',
  "SELECT hasColumnInTable('', 'system', 'one', 'x')",
  'SELECT uptime()',
  'SELECT tcpPort()',
  'SELECT evalMLMethod(1)',
  "SELECT aiGenerate('x')",
  "SELECT formatRow('CSV', 1)",
  "SELECT arrayReduce('file', ['/etc/passwd'])".replace("arrayReduce('file'", "initializeAggregation('file'"),
  'SELECT currentDatabase()',
  "SELECT globalVariable('x')",
  "SELECT structureToProtobufSchema('a')",
  "SELECT fuzzQuery('x')",
  // Parameters, spoofed names, wrong text.
  'SELECT {x:String}',
  'SELECT * FROM {t:Identifier}',
  'SELECT `a\nTableIdentifier orders` FROM orders',
  'WITH `system.tables` AS (SELECT 1) SELECT * FROM system.tables',
  'WITH `/etc/passwd` AS (SELECT 1) SELECT * FROM `/etc/passwd`',
  '',
  'SELECT',
  ')(',
  'SELECT 1 \0 FORMAT CSV',
  'SELECT id, count() FROM orders GROUP BY id WITH TOTALS',
  'SELECT * FROM orders SAMPLE 0.1',
  'TABLE system.tables',
  'FROM system.one SELECT *',
  '(SELECT * FROM system.one)',
  'SELECT * FROM (FROM system.one)',
  'SELECT * FROM orders, system.one',
  'SELECT * FROM nowhere',
  'SELECT * FROM lake.nowhere',
  'SELECT * FROM default.`x/../y`',
];

/** What an analyst writes. */
const ANSWERED = [
  'SELECT 1',
  'SELECT count() FROM orders',
  'SELECT count(*) AS n FROM lake.customers',
  'SELECT * FROM customers ORDER BY _key LIMIT 2',
  'SELECT `지역 "city"`, avg(age) FROM customers GROUP BY ALL ORDER BY 2 DESC',
  'SELECT _customer, sum(amount) FROM purchase GROUP BY _customer HAVING sum(amount) > 1 ORDER BY 2',
  'SELECT toStartOfMonth(_time) AS m, count() FROM lake.purchase GROUP BY m',
  'SELECT c._key, p.amount FROM customers AS c LEFT JOIN purchase AS p ON p._customer = c._key ORDER BY 1, 2',
  'WITH big AS (SELECT * FROM purchase WHERE amount > 10) SELECT count() FROM big',
  'SELECT 1 AS a UNION ALL SELECT 2',
  '(SELECT 1) UNION DISTINCT (SELECT 1)',
  'SELECT 1 INTERSECT SELECT 1',
  "SELECT 'file(''/etc/passwd'')' AS text",
  "SELECT '{a:String}; DROP TABLE x' AS text",
  'SELECT quantile(0.5)(amount), quantilesExact(0.1, 0.9)(amount) FROM purchase',
  'SELECT sumIf(amount, amount > 10), uniqExactIf(_customer, 1), countIf(1), maxOrNull(amount) FROM purchase',
  'SELECT row_number() OVER (PARTITION BY _customer ORDER BY _time) FROM purchase',
  'SELECT sum(amount) OVER w FROM purchase WINDOW w AS (ORDER BY _row)',
  "SELECT CASE WHEN age > 20 THEN 'a' ELSE 'b' END FROM customers",
  'SELECT age BETWEEN 20 AND 21, age IN (20, 21), _key IN (SELECT _customer FROM purchase) FROM customers',
  "SELECT _key LIKE '1%', match(_key, '^[0-9]+$'), replaceRegexpAll(_key, '0', 'x') FROM customers",
  "SELECT date_trunc('month', _time), dateDiff('day', _time, now()), formatDateTime(_time, '%Y') FROM purchase",
  'SELECT arrayMap(x -> x + 1, [1, 2]), arrayJoin([1, 2]), tuple(1, 2).1, [1, 2][1], map(1, 2)',
  "SELECT toDecimal64('1.5', 2) * 2, round(1.5), 1 / 3, intDiv(5, 2), 5 % 2",
  "SELECT CAST('1' AS Int8), '1'::Int8, toString(1), toDate('2020-01-01')",
  'SELECT * EXCEPT (id) FROM orders',
  "SELECT COLUMNS('^i') FROM orders",
  'SELECT DISTINCT id FROM orders LIMIT 3 OFFSET 1',
  'SELECT id FROM orders ORDER BY id DESC LIMIT 1 BY id',
  'SELECT coalesce(NULL, 1), ifNull(NULL, 2), NULL IS NULL, isNotNull(1), least(1, 2), greatest(1, 2)',
  "SELECT JSONExtractInt('{\"a\":1}', 'a'), concat('a', 'b'), lower('A'), substring('abc', 1, 2), splitByChar(',', 'a,b'), length('x')",
  'SELECT extract(year FROM _time), toDayOfWeek(_time) FROM purchase',
  "SELECT INTERVAL 1 DAY + toDate('2020-01-01')",
  'SELECT groupArray(id), topK(2)(id), argMax(id, _row), any(id), uniq(id) FROM orders',
  'FROM orders SELECT id',
  'SELECT id FROM orders WHERE id = (SELECT max(id) FROM orders)',
  'SELECT a.id FROM orders AS a INNER JOIN orders AS b USING (id)',
  'SELECT id FROM orders -- a comment',
  'SELECT id /* SETTINGS x */ FROM orders;',
  'WITH RECURSIVE n AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM n WHERE x < 5) SELECT sum(x) FROM n',
  'SELECT toStartOfInterval(_time, INTERVAL 7 DAY) AS w, count() FROM purchase GROUP BY w',
  'SELECT id, count() FROM orders GROUP BY ROLLUP(id)',
  'SELECT 1 AS `file`',
  'SELECT file FROM (SELECT 1 AS file)',
];

describe('the workbench refuses', () => {
  test(`${ESCAPES.length} ways out, each by its parse`, async () => {
    const tables = listWorkbenchTables(snapshot);
    const passed: string[] = [];
    for (const sql of ESCAPES) {
      const outcome = await checkStatement(session, sql, tables).catch((error: unknown) => error);
      if (!(outcome instanceof SilhouetteError) || outcome.code !== 'sql-refused') passed.push(`${sql} → ${String(outcome)}`);
    }
    expect(passed).toEqual([]);
    expect(ESCAPES.length).toBeGreaterThan(120);
  });
});

describe('the workbench answers', () => {
  test(`${ANSWERED.length} statements of analysts pass the check`, async () => {
    const tables = listWorkbenchTables(snapshot);
    const refused: string[] = [];
    for (const sql of ANSWERED) {
      const outcome = await checkStatement(session, sql, tables).catch((error: unknown) => error);
      if (typeof outcome !== 'string') refused.push(`${sql} → ${String(outcome)}`);
    }
    expect(refused).toEqual([]);
  });

  test('and every one of them runs, each row with as many values as there are columns', async () => {
    const tables = listWorkbenchTables(snapshot);
    await createTables(session, tables);
    const limits = { maxRows: 100, maxSeconds: 20, maxResultBytes: 1e6 };
    const limited = await ChdbSession.open({ settings: limitSettings(limits) });
    const failed: string[] = [];
    for (const sql of ANSWERED) {
      const outcome = await checkStatement(session, sql, tables)
        .then((statement) => executeStatement(limited, statement, 'json', limits))
        .catch((error: unknown) => String(error));
      if (typeof outcome === 'string') failed.push(`${sql} → ${outcome}`);
      else {
        const lines = outcome.body.trimEnd().split('\n');
        if (lines.some((line) => JSON.parse(line).length !== outcome.columns.length)) failed.push(`${sql} → ${outcome.body}`);
      }
    }
    await limited.close();
    expect(failed).toEqual([]);
  });

  test('answers that ClickHouse gives in parts are one: UNION ALL, and more rows than a block', async () => {
    const union = 'SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3';
    expect((await runWorkbenchSql(snapshot, union)).rows.flat().toSorted()).toEqual([1, 2, 3]);
    expect((await runWorkbenchCsv(snapshot, union)).split('\r\n').toSorted()).toEqual(['', '"n"', '1', '2', '3']);
    const many = "SELECT arrayJoin(range(90000)) AS n, toString(n) AS text FROM orders WHERE id = '0'";
    const { rows, columns } = await runWorkbenchSql(snapshot, many);
    expect([rows.length, rows.at(-1), columns.map(({ type }) => type)]).toEqual([
      90_000,
      [89_999, '89999'],
      ['UInt32', 'String'],
    ]);
    expect((await runWorkbenchCsv(snapshot, many)).split('\r\n')).toHaveLength(90_002);
    // The limit holds for the whole, not for its last part.
    await expect(runWorkbenchCsv(snapshot, `(${many}) UNION ALL (SELECT 1, '')`, { maxRows: 50 })).rejects.toMatchObject({
      code: 'sql-limit',
    });
    await expect(runWorkbenchSql(snapshot, `(${many}) UNION ALL (SELECT 1, '')`, { maxRows: 50 })).rejects.toMatchObject({
      code: 'sql-limit',
    });
  });

  test('in a process of its own, exactly', async () => {
    const answer = await runWorkbenchSql(
      snapshot,
      'SELECT _customer, sum(amount) AS total FROM purchase GROUP BY 1 ORDER BY 1',
    );
    expect(answer.rows).toEqual([
      ['0', '31.5'],
      ['1', '10.5'],
      ['2', '21'],
    ]);
    expect(answer.columns.map((column) => column.name)).toEqual(['_customer', 'total']);
    expect(await runWorkbenchCsv(snapshot, 'SELECT _key, `지역 "city"` FROM customers ORDER BY _key LIMIT 1')).toBe(
      '"_key","지역 ""city"""\r\n"0","서울"\r\n',
    );
    expect(await runWorkbenchCsv(snapshot, "SELECT NULL AS none, '' AS empty, 1.50 AS n")).toBe(
      '"none","empty","n"\r\n,"",1.5\r\n',
    );
  });

  test('or says which limit was met', async () => {
    await expect(runWorkbenchSql(snapshot, 'SELECT id FROM orders', { maxRows: 3 })).rejects.toMatchObject({
      code: 'sql-limit',
    });
    await expect(runWorkbenchSql(snapshot, 'SELECT count() FROM orders WHERE NOT ignoreX(id)')).rejects.toMatchObject({
      code: 'sql-refused',
    });
    await expect(runWorkbenchSql(snapshot, 'SELECT nothing FROM orders')).rejects.toMatchObject({ code: 'sql-failed' });
    const slow =
      'SELECT count() FROM (SELECT arrayJoin(range(100000)) AS x) AS a CROSS JOIN (SELECT arrayJoin(range(1000000)) AS y) AS b WHERE sipHash64(x, y) % 7 = 1';
    await expect(runWorkbenchSql(snapshot, slow, { maxSeconds: 2 })).rejects.toMatchObject({ code: 'sql-limit' });
    await expect(
      runWorkbenchSql(snapshot, 'SELECT groupArray(x) FROM (SELECT arrayJoin(range(200000000)) AS x)', {
        maxMemoryBytes: 300_000_000,
      }),
    ).rejects.toMatchObject({ code: 'sql-limit' });
  });
});

describe.runIf(process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/unshare'))(
  'below the parse',
  () => {
    test('the process sees its own folders only, no network, no privileges', () => {
      expect(detectConfinement()).toBe('namespaces');
      const secret = join(dir, 'secret');
      writeFileSync(secret, 'do not read');
      const own = mkdtempSync(join(tmpdir(), 'silhouette-confined-'));
      const script = `cat ${secret}; cat /etc/shadow; touch /usr/x; id -u; grep CapEff /proc/self/status; ls /proc | grep -c '^[0-9]'; cat /proc/net/dev | grep -vc -e lo: -e Inter -e face; ls /root`;
      const [program = '', ...args] = confineCommand(['/bin/sh', '-c', script], { readable: [], tempDir: own, cpuSeconds: 5 });
      const { stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
      rmSync(own, { recursive: true, force: true });
      const [user, capabilities, processes, networks] = stdout.trim().split('\n');
      expect(user).toBe('65534');
      expect(capabilities).toMatch(/CapEff:\s+0+$/);
      expect(Number(processes)).toBeLessThan(6);
      expect(networks).toBe('0');
      expect(stderr.match(/No such file|Read-only|Permission denied/g)?.length).toBe(4);
      expect(stdout).not.toContain('do not read');
    });
  },
);
