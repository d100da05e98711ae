import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ChdbSession, fileSql, openWorkspace, type SnapshotTable, type Workspace } from '../../src/index.ts';

/** A workspace in a temporary folder with these files, `silhouette.yaml` among them. */
export function makeWorkspace(files: Readonly<Record<string, string>>): Workspace & { remove(): void } {
  const dir = mkdtempSync(join(tmpdir(), 'silhouette-load-'));
  writeFiles(dir, files);
  return { ...openWorkspace(dir), remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/** Writes files below a folder. */
export function writeFiles(dir: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
  }
}

/** Rows of a snapshot's table in the order of its files, as ClickHouse's JSON shows them. */
export async function readRows(table: SnapshotTable, columns = '*'): Promise<Record<string, unknown>[]> {
  const session = await ChdbSession.open();
  try {
    const rows = [];
    for (const file of table.files) rows.push(...(await session.query(`SELECT ${columns} FROM ${fileSql([file])}`)));
    return rows;
  } finally {
    await session.close();
  }
}
