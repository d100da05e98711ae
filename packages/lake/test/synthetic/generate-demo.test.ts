import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseCatalogFile } from '@silhouette/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChdbSession } from '../../src/chdb/chdb-session.ts';
import { fileSql } from '../../src/chdb/sql-text.ts';
import { DEMO_TABLES, type DemoTable, generateDemo } from '../../src/synthetic/generate-demo.ts';

const CUSTOMERS = 6000;
let root: string;
let session: ChdbSession;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'silhouette-demo-'));
  session = await ChdbSession.open();
});
afterAll(async () => {
  await session.close();
  await rm(root, { recursive: true, force: true });
});

/** SQL of a table of a demo, rows in the order of files and positions. */
async function tableSql(dir: string, table: DemoTable): Promise<string> {
  const folder = join(dir, 'data', table);
  const files = (await readdir(folder)).sort();
  const parts = files.map(
    (file, index) => `SELECT ${index} AS _f, rowNumberInAllBlocks() AS _n, * FROM ${fileSql([join(folder, file)])}`,
  );
  return `(${parts.join(' UNION ALL ')})`;
}

/** Rows and a hash of all rows with their places. */
async function fingerprint(dir: string, table: DemoTable, where = '1'): Promise<string> {
  const sql = `SELECT count() AS rows, hex(SHA256(arrayStringConcat(groupArray(line), '|'))) AS hash FROM (
    SELECT toString(tuple(* EXCEPT (_f, _n))) AS line FROM ${await tableSql(dir, table)} WHERE ${where} ORDER BY _f, _n)
    SETTINGS max_threads = 1`;
  return JSON.stringify(await session.query(sql));
}

describe('generateDemo', () => {
  it('makes the same rows in the same order whatever the chunks and cores', async () => {
    const one = join(root, 'one');
    const many = join(root, 'many');
    await generateDemo({ dir: one, customers: CUSTOMERS, seed: 7, threads: 1 });
    await generateDemo({ dir: many, customers: CUSTOMERS, seed: 7, threads: 3, chunkCustomers: 2500 });
    expect(await readdir(join(one, 'data', 'purchases'))).toHaveLength(1);
    expect(await readdir(join(many, 'data', 'purchases'))).toHaveLength(3);
    for (const table of DEMO_TABLES) expect(await fingerprint(many, table), table).toBe(await fingerprint(one, table));
  });

  it('makes other rows from another seed, and the first customers of a larger demo', async () => {
    const large = join(root, 'one');
    const small = join(root, 'small');
    const other = join(root, 'other');
    await generateDemo({ dir: small, customers: 1000, seed: 7 });
    await generateDemo({ dir: other, customers: 1000, seed: 8 });
    for (const table of DEMO_TABLES) {
      expect(await fingerprint(small, table), table).toBe(await fingerprint(large, table, "member_no <= 'M00001000'"));
      expect(await fingerprint(other, table), table).not.toBe(await fingerprint(small, table));
    }
  });

  it('keeps every event within the three years and the membership', async () => {
    const dir = join(root, 'one');
    const members = await tableSql(dir, 'members');
    const times: readonly (readonly [DemoTable, string])[] = [
      ['purchases', 'ordered_at'],
      ['returns', 'returned_at'],
      ['visits', 'visited_at'],
      ['app_opens', 'opened_at'],
      ['reviews', 'reviewed_at'],
      ['calls', 'called_at'],
      ['campaign_sends', 'sent_at'],
    ];
    for (const [table, time] of times) {
      const rows = await session.query(`SELECT count() > 100 AS some,
          toString(min(toDate32(${time}, 'Asia/Seoul'))) >= '2023-11-01' AS begins, toString(max(toDate32(${time}, 'Asia/Seoul'))) <= '2026-10-31' AS ends,
          countIf(toDate32(${time}, 'Asia/Seoul') < joined_on) AS early, countIf(joined_on IS NULL) AS strangers
        FROM ${await tableSql(dir, table)} AS e LEFT JOIN (SELECT member_no, joined_on FROM ${members}) AS m USING (member_no)`);
      expect(rows, table).toEqual([{ some: 1, begins: 1, ends: 1, early: '0', strangers: '0' }]);
    }
    const [member] =
      await session.query(`SELECT count() AS n, uniqExact(member_no) AS keys, min(age) >= 14 AND max(age) <= 79 AS ages,
        countIf(age != age('year', birth_date, toDate32('2026-10-31'))) AS wrong_age,
        countIf(age_band != if(age >= 70, '70+', concat(toString(intDiv(age, 10) * 10), 's'))) AS wrong_band,
        countIf(joined_on > toDate32('2026-10-31')) AS future, countIf(age('year', birth_date, joined_on) < 13) AS children,
        countIf(arrayExists(day -> day < joined_on OR day > toDate32('2026-10-31'), arrayFilter(day -> isNotNull(day), [sms_consent_on, email_consent_on, push_consent_on, night_consent_on, marketing_consent_on, app_installed_on, grade_since]))) AS early,
        countIf(sms_consent != isNotNull(sms_consent_on)) + countIf(app_installed != isNotNull(app_platform)) AS contradictions
      FROM ${members}`);
    expect(member).toEqual({
      n: String(CUSTOMERS),
      keys: String(CUSTOMERS),
      ages: 1,
      wrong_age: '0',
      wrong_band: '0',
      future: '0',
      children: '0',
      early: '0',
      contradictions: '0',
    });
  });

  it('writes a catalog that parses, with a column for everything it names', async () => {
    const dir = join(root, 'one');
    const result = parseCatalogFile(await readFile(join(dir, 'silhouette.yaml'), 'utf8'));
    if (!result.ok) throw new Error(JSON.stringify(result.issues, null, 1));
    const { catalogFile } = result;
    expect(catalogFile.panels).toHaveLength(12);
    const columns = async (table: DemoTable) =>
      new Set((await session.query<{ name: string }>(`DESCRIBE ${await tableSql(dir, table)}`)).map(({ name }) => name));
    const members = await columns('members');
    for (const [id, spec] of catalogFile.customers?.attributes ?? []) {
      expect(members, id).toContain(id);
      if (spec.labelColumn !== null) expect(members).toContain(spec.labelColumn);
      expect(spec.label?.ko, id).toMatch(/\S/);
      expect(spec.label?.en, id).toMatch(/\S/);
    }
    // Attributes of the standard set: 20 an event, 4 more with occasions, 16 a number or category.
    let standard = 0;
    for (const [id, event] of catalogFile.events) {
      const table = DEMO_TABLES.find((candidate) => candidate === event.from);
      if (table === undefined) throw new Error(`${id} is from ${event.from}`);
      const names = await columns(table);
      standard += 20 + (event.occasion.length > 0 ? 4 : 0);
      for (const [field, spec] of event.fields) {
        expect(names, `${id}.${field}`).toContain(field);
        if (spec.labelColumn !== null) expect(names).toContain(spec.labelColumn);
        if (spec.type === 'number' || spec.type === 'category') standard += 16;
      }
      for (const name of [event.customer, event.time, ...event.occasion]) expect(names).toContain(name);
    }
    const attributes = (catalogFile.customers?.attributes.size ?? 0) + standard + catalogFile.computed.attributes.size;
    expect(attributes).toBeGreaterThanOrEqual(550);
    expect(attributes).toBeLessThanOrEqual(660);
  });

  it('names every value that the rows hold', async () => {
    const dir = join(root, 'one');
    const result = parseCatalogFile(await readFile(join(dir, 'silhouette.yaml'), 'utf8'));
    if (!result.ok) throw new Error('the catalog does not parse');
    const { customers, events } = result.catalogFile;
    const described = new Map([
      ['members', customers?.attributes],
      ...[...events.values()].map((event) => [event.from, event.fields] as const),
    ]);
    for (const table of DEMO_TABLES) {
      const fields = described.get(table) ?? new Map();
      expect(fields.size, table).toBeGreaterThan(1);
      for (const [id, spec] of fields) {
        if (spec.values.size === 0) continue;
        const column = spec.type === 'tags' ? `arrayJoin(\`${id}\`)` : `\`${id}\``;
        const rows = await session.query<{ v: string | null }>(
          `SELECT DISTINCT ${column} AS v FROM ${await tableSql(dir, table)}`,
        );
        for (const { v } of rows) if (v !== null) expect([...spec.values.keys()], `${table}.${id}`).toContain(v);
      }
    }
  });

  it('leaves a folder that holds this demo as it is, and never replaces another workspace', async () => {
    const dir = join(root, 'small');
    const before = await readFile(join(dir, 'silhouette.yaml'), 'utf8');
    await writeFile(join(dir, 'silhouette.yaml'), `${before}# edited\n`);
    expect((await generateDemo({ dir, customers: 1000, seed: 7 })).reused).toBe(true);
    expect(await readFile(join(dir, 'silhouette.yaml'), 'utf8')).toBe(`${before}# edited\n`);
    await expect(generateDemo({ dir, customers: 1001, seed: 7 })).rejects.toMatchObject({ code: 'workspace-exists' });
    expect(await readdir(dir)).toEqual(['data', 'silhouette.yaml']);
    const theirs = join(root, 'theirs');
    await mkdir(join(theirs, 'data'), { recursive: true });
    await writeFile(join(theirs, 'data', 'precious.csv'), 'a');
    await expect(generateDemo({ dir: theirs, customers: 1000, seed: 7 })).rejects.toMatchObject({ code: 'workspace-exists' });
    expect(await readdir(join(theirs, 'data'))).toEqual(['precious.csv']);
    // Killed between data and catalog: made anew.
    await rm(join(dir, 'silhouette.yaml'));
    expect((await generateDemo({ dir, customers: 500, seed: 7 })).reused).toBe(false);
    expect(await readdir(dir)).toEqual(['data', 'silhouette.yaml']);
  });

  it('reports progress to the end, and leaves nothing when stopped', async () => {
    const dir = join(root, 'stopped');
    const abort = new AbortController();
    let files = 0;
    const stopped = generateDemo({
      dir,
      customers: 2000,
      chunkCustomers: 1000,
      signal: abort.signal,
      progress: (progress) => {
        files = progress.filesWritten;
        if (files === 5) abort.abort();
      },
    });
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    expect(files).toBeLessThan(16);
    expect(await readdir(dir)).toEqual([]);
    const seen: number[] = [];
    await generateDemo({
      dir,
      customers: 2000,
      chunkCustomers: 1000,
      progress: (progress) => seen.push(progress.customersDone),
    });
    expect(seen.at(-1)).toBe(2000);
  });

  it.each([
    [{ customers: 0 }, 'customers'],
    [{ customers: 15_000_001 }, 'customers'],
    [{ customers: 1.5 }, 'customers'],
    [{ seed: -1 }, 'seed'],
    [{ end: '2026-02-30' }, 'end'],
    [{ end: '2040-01-01' }, 'end'],
  ])('refuses %j', async (options, path) => {
    await expect(generateDemo({ dir: join(root, 'refused'), ...options })).rejects.toMatchObject({
      issues: [{ code: 'invalid-option', path }],
    });
  });
});
