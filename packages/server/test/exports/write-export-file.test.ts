import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MembersTable } from '@silhouette/engine';
import { EXPORT_FORMATS, type ExportFormat } from '@silhouette/model';
import { afterAll, expect, test } from 'vitest';
import { writeExportFile } from '../../src/exports/write-export-file.ts';

const dir = mkdtempSync(join(tmpdir(), 'silhouette-export-file-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function makeTable(keys: readonly string[]): MembersTable {
  async function* readPages() {
    yield { engine: 'index' as const, rows: keys.map((key) => ({ key, values: [] })) };
  }
  return { keyName: 'id', attributes: [], pages: readPages() };
}
function write(format: ExportFormat, name: string, keys: readonly string[], rows: number) {
  const path = join(dir, name);
  return writeExportFile({ table: makeTable(keys), format, isSpreadsheetSafe: false, path, rows });
}

test.each(EXPORT_FORMATS)('%s: more or fewer rows than were counted are no file', async (format) => {
  for (const rows of [1, 3]) {
    await expect(write(format, `miscounted.${format}`, ['a', 'b'], rows)).rejects.toMatchObject({ code: 'export-miscounted' });
  }
  expect(readdirSync(dir)).toEqual([]);
  await write(format, `counted.${format}`, ['a', 'b'], 2);
  expect(readdirSync(dir)).toEqual([`counted.${format}`]);
  rmSync(join(dir, `counted.${format}`));
});

test('what a killed export left under the same name is written over', async () => {
  symlinkSync('/dev/full', join(dir, 'again.csv.partial'));
  await write('csv', 'again.csv', ['a'], 1);
  expect(readFileSync(join(dir, 'again.csv'), 'utf8')).toBe('id\r\na\r\n');
});

test.runIf(existsSync('/dev/full'))('a full disk is told as such', async () => {
  // The rows of a Parquet file pass through this one, which the device takes none of.
  symlinkSync('/dev/full', join(dir, 'full.parquet.partial.rows'));
  await expect(write('parquet', 'full.parquet', ['a'], 1)).rejects.toMatchObject({
    code: 'disk-full',
    message: expect.stringContaining('nothing of it is left'),
  });
  expect(readdirSync(dir).filter((name) => name.startsWith('full'))).toEqual([]);
});
