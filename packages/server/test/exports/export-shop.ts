import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ExportJob, exportJobSchema } from '@silhouette/model';
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
    city: { column: city, type: category }
    remark: { column: remark, type: text }
    labels: { column: labels, type: tags, separator: "|" }
    debt: { column: debt, type: number }
    joined: { column: joined, type: date }
    active: { column: active, type: boolean }
`;

/** Rows that a spreadsheet must not take for formulas, beside harmless ones. */
const PEOPLE = [
  ['=1+1', '서울', '@SUM(A1)', '=a|b', '-5', '2024-02-29', 'true'],
  ['+82', '-부산', '＝cmd|calc', 'x|-y', '0', '', ''],
  ['a"b', 'x,y', '=HYPERLINK("http://evil.example","click")', '', '12.50', '2023-01-01', 'false'],
  ['plain', '대구', 'a=b', 'one|two', '-0.01', '1999-12-31', 'true'],
];

/** A small workspace of people with hostile texts, loaded and indexed, in a new folder. */
export async function makeExportShop(): Promise<{ readonly dir: string; remove(): void }> {
  const dir = mkdtempSync(join(tmpdir(), 'silhouette-exports-test-'));
  writeFileSync(join(dir, 'silhouette.yaml'), CATALOG);
  const quote = (field: string) => `"${field.replaceAll('"', '""')}"`;
  const lines = PEOPLE.map((row) => row.map(quote).join(','));
  writeFileSync(join(dir, 'people.csv'), `id,city,remark,labels,debt,joined,active\n${lines.join('\n')}\n`);
  await loadIndexed(dir, Date.UTC(2026, 5, 1));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/** Waits until nothing changes about an export any more. */
export async function waitForExport(url: string, id: string): Promise<ExportJob> {
  for (;;) {
    const response = await fetch(`${url}/api/exports/${id}`);
    const job = exportJobSchema.parse(await response.json());
    if (job.state !== 'queued' && job.state !== 'running') return job;
    await sleep(20);
  }
}

/** The bytes of a file. */
export async function download(url: string, path: string, headers: Record<string, string> = {}) {
  const response = await fetch(url + path, { headers });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, bytes };
}

/** SHA-256 in hexadecimal digits. */
export function hash(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
