import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findWorkspace, openWorkspace } from '../../src/index.ts';

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'silhouette-workspace-'));
  for (const name of ['option', 'env', 'cwd', 'none']) {
    mkdirSync(join(root, name));
    if (name !== 'none') writeFileSync(join(root, name, 'silhouette.yaml'), 'silhouette: 1\n');
  }
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('the option goes before the variable, that before the current folder', () => {
  const search = { option: join(root, 'option'), env: { SILHOUETTE_WORKSPACE: join(root, 'env') }, cwd: join(root, 'cwd') };
  expect(findWorkspace(search).dir).toBe(join(root, 'option'));
  expect(findWorkspace({ ...search, option: null }).dir).toBe(join(root, 'env'));
  expect(findWorkspace({ ...search, option: null, env: {} }).dir).toBe(join(root, 'cwd'));
  expect(findWorkspace({ ...search, option: '../option' }).dir).toBe(join(root, 'option'));
  expect(findWorkspace({ ...search, option: null, env: { SILHOUETTE_WORKSPACE: '' } }).lakeDir).toBe(join(root, 'cwd', 'lake'));
});

test('a folder without a catalog, no folder and an address are errors that say what to do', () => {
  expect(() => openWorkspace(join(root, 'none'))).toThrow(
    expect.objectContaining({ code: 'catalog-missing', message: expect.stringContaining('silhouette init') }),
  );
  expect(() => openWorkspace(join(root, 'nothing'))).toThrow(expect.objectContaining({ code: 'catalog-missing' }));
  expect(() => findWorkspace({ option: 's3://bucket/x', env: {}, cwd: root })).toThrow(
    expect.objectContaining({ code: 'invalid-option', message: expect.stringContaining('local folder') }),
  );
});
