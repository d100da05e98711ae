import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Attribute, AttributeId } from '@silhouette/model';
import { expect, test } from 'vitest';
import { type MembersTable, writeMembersParquet } from '../../src/index.ts';

test('rows that cannot be written are in no error, and nothing is left of them', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'silhouette-parquet-test-'));
  const married: Attribute = {
    // An id is any text here.
    id: 'married' as AttributeId,
    ...{ type: 'boolean', label: { ko: '혼인', en: 'Married' }, description: null, decimals: 0, unit: null, order: null },
    ...{ values: new Map(), synonyms: [], pii: true, hidden: false, group: 'g' },
    origin: { kind: 'source', column: 'married', sql: null },
    stats: { present: 1, missing: 0, distinct: 1, min: null, max: null },
  };
  async function* pages(): MembersTable['pages'] {
    yield { engine: 'index', rows: [{ key: 'C-00017', values: ['a secret of theirs'] }] };
  }
  const table: MembersTable = { keyName: 'id', attributes: [married], pages: pages() };
  const failed = await writeMembersParquet(table, join(dir, 'members.parquet')).catch((error: unknown) => error);
  expect(failed).toMatchObject({ code: 'engine-failed', message: expect.stringMatching(/ClickHouse code \d+/) });
  const told = failed instanceof Error ? `${failed.message} ${failed.stack} ${String(failed.cause)}` : '';
  expect(told).not.toMatch(/C-00017|secret/);
  expect(readdirSync(dir).filter((name) => name.endsWith('.rows'))).toEqual([]);
  rmSync(dir, { recursive: true, force: true });
});
