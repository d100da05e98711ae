import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { inferCatalog, loadWorkspace, openWorkspace } from '../../src/index.ts';

const dirs: string[] = [];
afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true });
});

function makeFolder(key: (n: number) => string): string {
  const dir = mkdtempSync(join(tmpdir(), 'silhouette-check-keys-'));
  dirs.push(dir);
  const rows = Array.from({ length: 30 }, (_, n) => `${key(n)},${n % 2 === 0 ? '서울' : '부산'}`);
  writeFileSync(join(dir, 'members.csv'), `customer_id,city\n${rows.join('\n')}\n`);
  return dir;
}

async function load(dir: string, customers: string) {
  const catalog = `silhouette: 1\ntimeZone: Asia/Seoul\nsources:\n  members: { files: [members.csv] }\ncustomers: { from: members, key: customer_id${customers} }\n`;
  writeFileSync(join(dir, 'silhouette.yaml'), catalog);
  const { snapshot } = await loadWorkspace(openWorkspace(dir), { nowMs: Date.UTC(2026, 5, 1) });
  return snapshot;
}

describe('keys of customers', () => {
  it.each([
    ['email', (n: number) => `mina${n}@example.com`],
    ['phone', (n: number) => `010-1000-20${String(n).padStart(2, '0')}`],
    ['resident-number', (n: number) => `900101-10000${String(n).padStart(2, '0')}`],
  ] as const)('that look like %s are reported until the catalog calls them personal', async (looksLike, key) => {
    const dir = makeFolder(key);
    const first = await load(dir, '');
    expect(first.report.keys).toEqual({ column: 'customer_id', looksLike });
    expect(first.catalog.keyPrivacy).toBeUndefined();
    const second = await load(dir, ', privacy: personal');
    expect(second.report.keys).toBeUndefined();
    expect(second.catalog.keyPrivacy).toBe('personal');
    const { yaml, findings } = await inferCatalog([join(dir, 'members.csv')], { dir, machineTimeZone: 'Asia/Seoul' });
    expect(yaml).toContain('privacy: personal   # keys look like');
    expect(findings.join('\n')).toContain('privacy: personal');
  });

  it('that are numbers of a system are not', async () => {
    const dir = makeFolder((n) => `C-${1000 + n}`);
    expect((await load(dir, '')).report.keys).toBeUndefined();
    const { yaml } = await inferCatalog([join(dir, 'members.csv')], { dir, machineTimeZone: 'Asia/Seoul' });
    expect(yaml).not.toContain('privacy: personal');
  });
});
