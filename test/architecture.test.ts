import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');
const PACKAGES = join(ROOT, 'packages');

/** Who may import whom: the table of docs/architecture.md. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  model: [],
  bitslice: [],
  lake: ['model'],
  engine: ['model', 'bitslice', 'lake'],
  server: ['model', 'lake', 'engine'],
  cli: ['model', 'lake', 'engine', 'server'],
  testkit: ['model', 'lake', 'engine'],
  web: ['model'],
};
/** Only tests may import these. */
const ONLY_FOR_TESTS = ['testkit'];
/** The package of each folder, where its name is not `@silhouette/<folder>`. */
const NAMES: Readonly<Record<string, string>> = { cli: 'silhouette' };
/** Files that may be longer than 500 lines, each with its reason. */
const LONG_FILES: Readonly<Record<string, string>> = {};
const MOST_LINES = 500;

interface SourceFile {
  readonly path: string;
  readonly folder: string;
  readonly text: string;
  readonly imports: readonly Import[];
}
interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
}

function listFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ['node_modules', 'dist', 'dist-types'].includes(entry.name) ? [] : listFiles(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

function readImports(text: string): Import[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const found: Import[] = [];
  for (const match of code.matchAll(/^\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]/gm)) {
    found.push({ specifier: match[2] ?? '', typeOnly: match[1] !== undefined });
  }
  for (const match of code.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g))
    found.push({ specifier: match[1] ?? '', typeOnly: true });
  return found;
}

const folders = readdirSync(PACKAGES).filter((name) => existsSync(join(PACKAGES, name, 'package.json')));
const files: SourceFile[] = folders.flatMap((folder) =>
  listFiles(join(PACKAGES, folder, 'src')).map((path) => {
    const text = readFileSync(path, 'utf8');
    return { path, folder, text, imports: readImports(text) };
  }),
);

function packageName(folder: string): string {
  return NAMES[folder] ?? `@silhouette/${folder}`;
}
function folderOf(specifier: string): string | undefined {
  return Object.keys(MAY_IMPORT).find(
    (folder) => specifier === packageName(folder) || specifier.startsWith(`${packageName(folder)}/`),
  );
}

describe('architecture', () => {
  test('every package stands in the table', () => {
    expect(Object.keys(MAY_IMPORT).sort()).toEqual([...folders].sort());
  });

  test('the scan sees the imports of every package that has files', () => {
    expect(files.length).toBeGreaterThan(50);
    for (const folder of folders.filter((name) => (MAY_IMPORT[name] ?? []).includes('model'))) {
      expect(
        files.some((file) => file.folder === folder && file.imports.some((one) => one.specifier === packageName('model'))),
        folder,
      ).toBe(true);
    }
  });

  test('no import goes upward, types too', () => {
    const wrong = files.flatMap((file) =>
      file.imports.flatMap(({ specifier }) => {
        const target = folderOf(specifier);
        if (target === undefined || MAY_IMPORT[file.folder]?.includes(target)) return [];
        return [`${relative(ROOT, file.path)} imports ${specifier}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  test('only tests import the testkit', () => {
    const wrong = files.filter((file) => file.imports.some((one) => ONLY_FOR_TESTS.includes(folderOf(one.specifier) ?? '')));
    expect(wrong.map((file) => relative(ROOT, file.path))).toEqual([]);
  });

  test('packages are entered by their face only, and relative imports stay inside', () => {
    const wrong = files.flatMap((file) =>
      file.imports.flatMap(({ specifier }) => {
        const inside = join(PACKAGES, file.folder);
        if (specifier.startsWith('.') && !resolve(dirname(file.path), specifier).startsWith(`${inside}/`))
          return [`${file.path}: ${specifier}`];
        const target = folderOf(specifier);
        return target !== undefined && specifier !== packageName(target) ? [`${file.path}: ${specifier}`] : [];
      }),
    );
    expect(wrong).toEqual([]);
  });

  test('every imported package is declared', () => {
    const wrong = files.flatMap((file) => {
      const manifest: unknown = JSON.parse(readFileSync(join(PACKAGES, file.folder, 'package.json'), 'utf8'));
      const { dependencies = {}, devDependencies = {} } = Object(manifest);
      const declared = new Set([...Object.keys(dependencies), ...Object.keys(devDependencies)]);
      return file.imports.flatMap(({ specifier }) => {
        if (specifier.startsWith('.') || specifier.startsWith('node:')) return [];
        const name = specifier
          .split('/')
          .slice(0, specifier.startsWith('@') ? 2 : 1)
          .join('/');
        return declared.has(name) ? [] : [`${relative(ROOT, file.path)} imports ${name}`];
      });
    });
    expect(wrong).toEqual([]);
  });

  test('the model is pure: no Node', () => {
    const wrong = files.filter(
      (file) => file.folder === 'model' && file.imports.some((one) => one.specifier.startsWith('node:')),
    );
    expect(wrong.map((file) => relative(ROOT, file.path))).toEqual([]);
  });

  test('no cycle by value', () => {
    const byPath = new Map(files.map((file) => [file.path, file]));
    const state = new Map<string, 'open' | 'done'>();
    const cycles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (state.get(path) === 'done') return;
      if (state.get(path) === 'open') {
        cycles.push([...trail.slice(trail.indexOf(path)), path].map((one) => relative(PACKAGES, one)).join(' → '));
        return;
      }
      state.set(path, 'open');
      for (const one of byPath.get(path)?.imports ?? []) {
        if (!one.typeOnly && one.specifier.startsWith('.')) visit(resolve(dirname(path), one.specifier), [...trail, path]);
      }
      state.set(path, 'done');
    };
    for (const file of files) visit(file.path, []);
    expect(cycles).toEqual([]);
  });

  test('no file is longer than 500 lines unless listed, and the list holds no other', () => {
    const long = files.filter((file) => file.text.split('\n').length > MOST_LINES).map((file) => relative(ROOT, file.path));
    expect(long.sort()).toEqual(Object.keys(LONG_FILES).sort());
  });

  test('no folder of odds and ends', () => {
    expect(files.filter((file) => /\/(utils?|helpers?|common|misc)\//.test(file.path)).map((file) => file.path)).toEqual([]);
  });
});
