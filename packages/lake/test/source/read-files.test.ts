import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ChdbSession } from '../../src/index.ts';
import { describeFailure, SourceFixture } from './source-fixture.ts';

let session: ChdbSession;
let fixture: SourceFixture;
beforeAll(async () => {
  session = await ChdbSession.open();
});
afterAll(() => session.close());
beforeEach(async () => {
  fixture = await SourceFixture.create(session);
});
afterEach(() => fixture.remove());

/** Zstandard by the engine: Node 20 has none. */
async function zstd(text: string): Promise<Buffer> {
  const path = join(fixture.folder, 'packed.zst');
  await session.execute(`INSERT INTO FUNCTION file('${path}', 'RawBLOB', 'a String', 'zstd') SELECT {text:String}`, { text });
  return readFile(path);
}

describe('delimited text', () => {
  const people = [
    { 이름: '김 영희', note: 'says "hi", then\nleaves', n: '1.5' },
    { 이름: "O'Brien", note: '\\N', n: null },
  ];
  const csv = '이름,note,n\r\n 김 영희 ,"says ""hi"", then\nleaves",1.50\r\nO\'Brien,\\N,\u3000\r\n';

  test('quotes, doubled quotes, newlines in quotes, CRLF, white space, backslashes', async () => {
    expect(await fixture.read('a.csv', csv)).toEqual(people);
  });
  test('the same as .gz, .zst, with a byte order mark, in UTF-16 and without a last line feed', async () => {
    expect(await fixture.read('a.csv.gz', gzipSync(csv))).toEqual(people);
    expect(await fixture.read('a.csv.zst', await zstd(csv))).toEqual(people);
    expect(await fixture.read('b.csv', `\ufeff${csv}`)).toEqual(people);
    expect(await fixture.read('le.csv', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(csv, 'utf16le')]))).toEqual(
      people,
    );
    expect(
      await fixture.read('be.csv', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(csv, 'utf16le').swap16()])),
    ).toEqual(people);
    expect(await fixture.read('declared.csv', Buffer.from(csv, 'utf16le'), { encoding: 'utf-16le' })).toEqual(people);
    expect(await fixture.read('end.csv', csv.trimEnd())).toEqual(people);
    expect(await fixture.read('end.csv.gz', gzipSync(`\ufeff${csv.trimEnd()}`))).toEqual(people);
  });
  test('tabs, with empty fields at the ends of lines', async () => {
    expect(await fixture.read('a.tsv', 'a\tb\tc\n\t"x\ty"\t\n, \\t\t\t z \n')).toEqual([
      { a: null, b: 'x\ty', c: null },
      { a: ', \\t', b: null, c: 'z' },
    ]);
  });
  test('ragged lines are filled or cut, and counted', async () => {
    await fixture.write('a.csv', 'a,b,c\n1,2,3\n4\n\n5,6,7,8,9\n"x"y,2,3\n ,"",\n');
    const { state, report } = await fixture.ingest({ files: ['a.csv'] });
    expect((await fixture.rows(state)).map(({ a, b, c }) => [a, b, c])).toEqual([
      ['1', '2', '3'],
      ['4', null, null],
      ['5', '6', '7'],
      ['xy', '2', '3'],
      [null, null, null],
    ]);
    expect(report).toMatchObject({
      rows: 5,
      raggedRows: 3,
      raggedExamples: [
        'a.csv, line 3: 1 fields instead of 3',
        'a.csv, line 5: 5 fields instead of 3',
        'a.csv, line 6: text after a closing quote',
      ],
    });
  });
  test('lines that readers disagree on: single carriage returns, quotes inside, a quote after a space', async () => {
    expect(await fixture.read('a.csv', 'a,b\r1,"x"\r2, "y"\r3,5"\r')).toEqual([
      { a: '1', b: 'x' },
      { a: '2', b: '"y"' },
      { a: '3', b: '5"' },
    ]);
  });
  test('a header alone is a source without rows', async () => {
    expect(await fixture.read('a.csv', 'a,b\n')).toEqual([]);
  });
  test('a million lines keep their order', async () => {
    const lines = Array.from({ length: 1_000_000 }, (_, index) => `${index},${index % 7 === 0 ? '' : 'text'}`);
    await fixture.write('a.csv', `n,t\n${lines.join('\n')}\n`);
    const { state } = await fixture.ingest({ files: ['a.csv'] });
    const path = join(fixture.lakeDir, state.files[0]?.parquet ?? '');
    const counted = await session.query(
      `SELECT count() AS rows, countIf(toString(_pos) != n) AS misplaced, countIf(r != _pos) AS moved, countIf(t IS NULL) AS missing
       FROM (SELECT *, rowNumberInAllBlocks() AS r FROM file('${path}') SETTINGS max_threads = 1)`,
    );
    expect(counted).toEqual([{ rows: '1000000', misplaced: '0', moved: '0', missing: '142858' }]);
  });
  test('missing words, and a file whose name looks like a pattern', async () => {
    expect(await fixture.read('da{t}a[1]*?.csv', 'a,b\nNA,-\n1,x\n', { missing: ['NA', '-'] })).toEqual([
      { a: null, b: null },
      { a: '1', b: 'x' },
    ]);
  });
});

describe('encodings', () => {
  const text = '이름,값\n똠방각하,1\n펲시콜라,2\n';
  const rows = [
    { 이름: '똠방각하', 값: '1' },
    { 이름: '펲시콜라', 값: '2' },
  ];
  test('Korean with the extension of cp949, declared and detected', async () => {
    const bytes = iconv.encode(text, 'cp949');
    expect(await fixture.read('a.csv', bytes)).toEqual(rows);
    expect(await fixture.read('b.csv', bytes, { encoding: 'euc-kr' })).toEqual(rows);
    expect(await fixture.read('c.csv', bytes, { encoding: 'cp949' })).toEqual(rows);
    expect(await fixture.read('d.csv.gz', gzipSync(bytes))).toEqual(rows);
  });
  test('windows-1252, shift_jis', async () => {
    expect(await fixture.read('a.csv', iconv.encode('prix\n5 €\n', 'windows-1252'), { encoding: 'windows-1252' })).toEqual([
      { prix: '5 €' },
    ]);
    expect(await fixture.read('b.csv', iconv.encode('名\n日本ソ\n', 'shift_jis'), { encoding: 'shift_jis' })).toEqual([
      { 名: '日本ソ' },
    ]);
  });
  test('a bad byte is named by line and place, with the remedy', async () => {
    const bad = Buffer.concat([Buffer.from('a,b\n1,é\n2,'), Buffer.from([0xe9]), Buffer.from('\n')]);
    expect(await fixture.fail('a.csv', bad)).toBe(
      'source-encoding: sources.table: a.csv: line 3, byte 12 of the text is not UTF-8. Without "encoding", text is read as UTF-8 or Korean (cp949), and this is neither: write the encoding it has at sources.table, such as "encoding: windows-1252".',
    );
    expect(await fixture.fail('b.csv', bad, { encoding: 'utf-8' })).toContain(
      'line 3, byte 12 of the text is not UTF-8. Correct "encoding"',
    );
    expect(await fixture.fail('c.csv', Buffer.from([0x61, 0x0a, 0xb0, 0xa1, 0xb0, 0x0a]), { encoding: 'euc-kr' })).toContain(
      'line 2, byte 5 of the text is not euc-kr',
    );
    expect(await fixture.fail('d.csv', Buffer.from([0x61, 0x0a, 0x81, 0x0a]), { encoding: 'windows-1252' })).toContain(
      'line 2, byte 3',
    );
    expect(await fixture.fail('e.csv', 'a\n', { encoding: 'klingon' })).toContain(
      'invalid-value: sources.table.encoding: "klingon" is no encoding',
    );
  });
  test('a character across two pieces of the file is whole', async () => {
    const filler = 'x'.repeat((1 << 20) - 3);
    expect(await fixture.read('a.csv', `a\n${filler}한\n`)).toEqual([{ a: `${filler}한` }]);
  });
});

describe('broken files', () => {
  test.each([
    ['an empty file', 'a.csv', '', 'source-file-empty'],
    ['blank lines alone', 'a.csv', '\n\n', 'source-file-empty'],
    ['no lines of JSON', 'a.jsonl', ' \n', 'source-file-empty'],
    [
      'a quote that never closes',
      'a.csv',
      'a,b\n1,"x\n2,y\n',
      'source-file-broken: sources.table: a.csv: the quote that opens on line 2',
    ],
    ['a NUL byte', 'a.csv', 'a,b\n1,x\0\n', 'source-file-broken: sources.table: a.csv: line 2 has a NUL byte'],
    ['two columns of one name', 'a.csv', 'a, a \n1,2\n', 'two columns are named "a"'],
    ['a column without a name', 'a.csv', 'a,,c\n1,2,3\n', 'column 2 has no name'],
    ['a column of our own', 'a.csv', '_row\n1\n', 'begins with "_"'],
    ['a line that is no JSON', 'a.jsonl', '{"a":1}\n{"a":\n', 'line 2'],
    ['a line that is no object', 'a.jsonl', '[1]\n', 'line 1: it is no JSON object'],
    ['objects inside', 'a.jsonl', '{"a":{"b":1}}\n', '"a" hold objects'],
    ['something that is no Parquet', 'a.parquet', 'PAR1 but not really', 'source-file-broken: sources.table: a.parquet'],
    ['a name that says no format', 'a.dat', 'x', 'invalid-value: sources.table.files[0]: The format of "a.dat" cannot be told'],
    ['gzip that is none', 'a.csv.gz', 'a,b\n', 'source-file-broken: sources.table: a.csv.gz: cannot be unpacked'],
    ['zstd that is none', 'a.csv.zst', 'a,b\n', 'source-file-broken: sources.table: a.csv.zst: cannot be unpacked'],
  ])('%s', async (_, path, content, message) => {
    expect(await fixture.fail(path, content)).toContain(message);
    // Nothing half-written stays.
    const left = await readdir(join(fixture.lakeDir, 'sources', 'table')).catch(() => []);
    expect(left).toEqual([]);
  });
  test('cut gzip, zstd and Parquet', async () => {
    const lines = `a,b\n${Array.from({ length: 50_000 }, (_, index) => `${index},${Math.sin(index)}`).join('\n')}\n`;
    for (const cut of [1, 5, 20_000]) {
      const gz = gzipSync(lines);
      expect(await fixture.fail('a.csv.gz', gz.subarray(0, gz.length - cut))).toContain(
        'source-file-broken: sources.table: a.csv.gz: cannot be unpacked',
      );
      const zst = await zstd(lines);
      expect(await fixture.fail('a.csv.zst', zst.subarray(0, zst.length - cut))).toContain(
        'the Zstandard data ends in the middle',
      );
    }
    await session.execute(
      `INSERT INTO FUNCTION file('${fixture.folder}/whole.parquet', 'Parquet') SELECT number AS n FROM numbers(100000)`,
    );
    const parquet = await readFile(join(fixture.folder, 'whole.parquet'));
    expect(await fixture.fail('cut.parquet', parquet.subarray(0, parquet.length - 100))).toContain(
      'source-file-broken: sources.table: cut.parquet',
    );
    const flipped = Buffer.from(parquet);
    flipped.fill(0xff, 1000, 3000);
    expect(await fixture.fail('flipped.parquet', flipped)).toContain('source-file-broken: sources.table: flipped.parquet');
  });
  test('a full disk', async () => {
    const small = join(fixture.folder, 'small');
    await mkdir(small);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=200k', 'tmpfs', small], { stdio: 'ignore' });
    } catch {
      return; // only an administrator can make a small disk
    }
    try {
      const full = fixture.withLake(small);
      await full.write('a.csv', `n\n${Array.from({ length: 200_000 }, () => Math.random()).join('\n')}\n`);
      expect(await describeFailure(full.ingest({ files: ['a.csv'] }))).toBe(
        'disk-full: The disk is full. Free some space and run the command again.',
      );
      expect(await readdir(join(small, 'sources', 'table'))).toEqual([]);
    } finally {
      execFileSync('umount', ['-l', small]);
    }
  });
});

describe('JSON lines and Parquet', () => {
  test('JSON lines keep every digit; lists are tags; keys may come later', async () => {
    expect(
      await fixture.read(
        'a.jsonl',
        '{"id":12345678901234567890123,"p":1.50,"t":["b","a",7],"ok":true}\n\n{"id":2,"한글":"\\ud55c\\n","t":null,"ok":false,"p":-0.0}\r\n',
      ),
    ).toEqual([
      { id: '12345678901234567890123', p: '1.5', t: ['7', 'a', 'b'], ok: true, 한글: null },
      { id: '2', p: '0', t: [], ok: false, 한글: '한' },
    ]);
    expect(await fixture.read('b.ndjson', iconv.encode('{"이름":"똠방"}\n', 'cp949'))).toEqual([{ 이름: '똠방' }]);
  });
  test('Parquet keeps its types', async () => {
    await session.execute(
      `INSERT INTO FUNCTION file('${fixture.folder}/a.parquet', 'Parquet') SELECT 18446744073709551615 AS big, toFloat64(0.1) AS f,
       toDecimal64('1.250', 3) AS d, toDate32('2024-02-29') AS day, toDateTime64('2024-01-01 00:00:00.123456', 6, 'UTC') AS at,
       ['b', 'a'] AS tags, true AS yes, ' x ' AS text, toFloat64('nan') AS nan, CAST(NULL, 'Nullable(Int32)') AS none, '007' AS code`,
    );
    const { state } = await fixture.ingest({ files: ['a.parquet'] });
    expect(await fixture.rows(state, ['big', 'code', 'f'])).toEqual([
      {
        big: '18446744073709551615',
        f: '0.1',
        d: '1.25',
        day: '2024-02-29',
        at: '2024-01-01 09:00:00.123',
        tags: ['a', 'b'],
        yes: true,
        text: 'x',
        nan: null,
        none: null,
        code: '007',
        _text_big: '18446744073709551615',
        _text_code: '007',
        _text_f: '0.1',
        _row: '0',
      },
    ]);
    expect(state.columns.map(({ type, decimals }) => [type, decimals])).toEqual([
      ['number', 0],
      ['number', 1],
      ['number', 2],
      ['date', 0],
      ['datetime', 0],
      ['tags', 0],
      ['boolean', 0],
      ['category', 0],
      ['number', 0],
      ['number', 0],
      ['category', 0],
    ]);
  });
  test('dates beyond the range are unparsable, times without zone are local', async () => {
    // Written by hyparquet-writer: DATE (two out of range), TIMESTAMP without and with UTC (one in 9999 each).
    const packed =
      'H4sICBS2AmsCA2QucGFycXVldAALcAwyFGUTlRGViRHlEGUCYgZRFlEGBgZmdiDBsOCADkNC5b//QCUmoiboSrirXcuP9DACmQ0/z5Q/A9IKMew7///Hpbwi43nhfV42IHvOuh/OLcwMDHf3H3kFNJ1F0seDpSg/v0SUjUGUSZVJgjFFlccnB6hQlAXIY83JT07MyekRkpEBOQoiyFxakpzTIyijAxYS45CUkbRR45ARZZIUZZAEGiAKFBNzE3NT47AxY9JgAflEggXkFwZJGaD7gPYAtan5yQAtB2mA2AHWFCcWp+YH0sQB85cEB8xnKJrXMMJ0gxwD17uGEaIZ6kugZqg/kTWLNTGJcZg1MTFocGZUFiQWFZamlkjaAP0HQQwiwGANAEYOAJW8ZAShAQAA';
    await fixture.write('a.parquet', gunzipSync(Buffer.from(packed, 'base64')));
    const { state, report } = await fixture.ingest({ files: ['a.parquet'] });
    expect((await fixture.rows(state)).map(({ d, local, utc }) => [d, local, utc])).toEqual([
      ['1970-01-01', '2024-01-01 10:00:00.123', '2024-01-01 19:00:00.123'],
      [null, null, null],
      [null, null, null],
      [null, '1960-05-05 00:00:00.000', '1960-05-05 09:30:00.000'],
    ]);
    expect(report.columns.map(({ column, type, missing, unparsable }) => [column, type, missing, unparsable])).toEqual([
      ['d', 'date', 1, 2],
      ['local', 'datetime', 1, 1],
      ['utc', 'datetime', 1, 1],
    ]);
    expect(report.columns[0]?.unparsableExamples).toEqual(['day -100000', 'day 2932896']);
  });
  test('a column of nested values is refused by name', async () => {
    await session.execute(
      `INSERT INTO FUNCTION file('${fixture.folder}/a.parquet', 'Parquet') SELECT map('k', 1) AS m, [[1]] AS l, tuple(1, 'x') AS u, 1 AS ok`,
    );
    const message = await describeFailure(fixture.ingest({ files: ['a.parquet'] }));
    expect(message).toContain('source-file-broken');
    for (const name of ['"m" (Map', '"l" (Array', '"u" (Tuple']) expect(message).toContain(name);
    expect(message).not.toContain('"ok"');
  });
});
