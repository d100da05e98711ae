import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inferCatalog, openWorkspace, readCurrentSnapshot } from '@silhouette/lake';
import {
  type Catalog,
  parseCatalogFile,
  parseJsonText,
  parsePredicate,
  parseYamlText,
  SilhouetteError,
} from '@silhouette/model';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, vi } from 'vitest';
import { makeShop } from '../audiences/shop.ts';
import { describeFuzz, mutate } from './run-fuzz.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 240_000 });

const DEFINITIONS = [
  '{"attribute":"age","gte":"30","lt":40.5}',
  '{"all":[{"attribute":"city","in":["서울","부산"]},{"not":{"any":[]}}]}',
  '{"event":"purchase","within":{"last":3,"unit":"month"},"count":{"gte":2},"where":[{"field":"amount","gt":"1e3"}]}',
  '{"customers":["k01"]}',
  '{"audience":"vip","version":2}',
  '{"attribute":"joined","between":["2026-01-01","2026-02-30"]}',
  '{"attribute":"age","missing":true}',
];
const WORDS = [
  '{',
  '}',
  '[',
  ']',
  '"',
  ':',
  ',',
  '\\u',
  'null',
  '-',
  'e99999',
  '"not"',
  '"__proto__"',
  '"all"',
  '{"not":'.repeat(250),
];
const YAML = [
  'silhouette: 1\nname: Shop\ntimeZone: Asia/Seoul\nsources:\n  people: { files: [people.csv] }\ncustomers:\n  from: people\n  key: id\n  attributes:\n    age: { column: age, type: number }\n',
  'silhouette: 1\nname: x\ncustomers: { from: a, key: [b, c], attributes: { d: { sql: "1", type: tags, separator: ";" } } }\nviews:\n  v: SELECT 1\n',
];
const YAML_WORDS = [
  ' &a ',
  ' *a ',
  '!!js/function ',
  '<<: ',
  '|\n',
  '>\n  ',
  '- ',
  '? ',
  '---\n',
  '%YAML 1.1\n',
  '\t',
  '{',
  '[',
  '"',
  "'",
  '#',
  ': ',
];
const CSV = [
  'id,age\na,31\nb,25\n',
  'id;city\r\n1;"서울\n시"\r\n2;"a""b"\r\n',
  'id\tat\n1\t2026-01-01 10:00:00\n',
  '"id","x"\n"1","2"',
];
const CSV_WORDS = ['"', '""', ',', ';', '\t', '|', '\r', '\n', '\r\n', "'", '=1+1', ' ', 'NaN', '1e999', '2026-13-45'];

/** Refusals are what inputs may end in; anything else is a failure. */
function refuse(error: unknown): void {
  if (!(error instanceof SilhouetteError) || error.status >= 500) throw error;
}

let catalog: Catalog;
let remove: () => void = () => {};
const dir = mkdtempSync(join(tmpdir(), 'silhouette-fuzz-'));
beforeAll(async () => {
  const shop = await makeShop();
  remove = shop.remove;
  const snapshot = await readCurrentSnapshot(openWorkspace(shop.dir));
  if (snapshot === null) throw new Error('Nothing was loaded.');
  ({ catalog } = snapshot);
});
afterAll(() => {
  remove();
  rmSync(dir, { recursive: true, force: true });
});

describe('definitions', () => {
  describeFuzz({
    name: 'definitions',
    runs: 500,
    inputs: fc.oneof(mutate(DEFINITIONS, WORDS), fc.json(), fc.string({ unit: 'binary' })),
    attempt: (text) => {
      for (const parse of [parseJsonText, parseYamlText]) {
        try {
          parsePredicate(parse(text), { catalog });
        } catch (error) {
          refuse(error);
        }
      }
    },
  });
});

describe('catalog files', () => {
  describeFuzz({
    name: 'catalogs',
    runs: 300,
    inputs: fc.oneof(mutate(YAML, YAML_WORDS), fc.string({ unit: 'binary' })),
    attempt: (text) => {
      try {
        parseCatalogFile(text);
      } catch (error) {
        refuse(error);
      }
    },
  });
});

describe('CSV', () => {
  describeFuzz({
    name: 'csv',
    runs: 6,
    inputs: mutate(CSV, CSV_WORDS),
    attempt: async (text) => {
      writeFileSync(join(dir, 'file.csv'), text);
      try {
        const { yaml } = await inferCatalog(['file.csv'], { dir, machineTimeZone: 'UTC' });
        const parsed = parseCatalogFile(yaml);
        if (!parsed.ok) throw new Error(`The catalog that was made cannot be read: ${JSON.stringify(parsed.issues)}\n${yaml}`);
      } catch (error) {
        refuse(error);
      }
      if (readFileSync(join(dir, 'file.csv'), 'utf8') !== Buffer.from(text).toString())
        throw new Error('The file was changed.');
    },
  });
});
