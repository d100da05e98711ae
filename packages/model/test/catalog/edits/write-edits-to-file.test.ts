import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Catalog, type CatalogEdit, parseCatalogFile, SilhouetteError, writeEditsToFile } from '../../../src/index.ts';
import { catalog as sampleCatalog } from './tiny-catalog.ts';

const HEAD = 'silhouette: 1\ntimeZone: Asia/Seoul\nsources: { people: { files: [p.csv] } }\n';
const catalog: Catalog = sampleCatalog;
const attribute = (id: string) => ({ kind: 'attribute', attribute: id }) as const;
const city = {
  subject: attribute('city'),
  property: 'label',
  value: { ko: '도시', en: 'City' },
} as const satisfies CatalogEdit;
const noText = { subject: attribute('city'), property: 'description', value: null } as const satisfies CatalogEdit;
const group = { subject: attribute('city'), property: 'group', value: 'Where' } as const satisfies CatalogEdit;

/** What follows the head of a file, before and after edits. */
function write(body: string, ...edits: CatalogEdit[]): string {
  const { text } = writeEditsToFile(HEAD + body, edits, catalog);
  expect(text.startsWith(HEAD)).toBe(true);
  return text.slice(HEAD.length);
}

describe('edits in the catalog file change nothing else', () => {
  test.each<[name: string, before: string, edits: CatalogEdit[], after: string]>([
    [
      'a column that no line names',
      'customers:\n  from: people # all\n  key: id\n',
      [city],
      'customers:\n  from: people # all\n  key: id\n  attributes:\n    city: { label: { ko: 도시, en: City } }\n',
    ],
    [
      'in braces',
      'customers: { from: people, key: id }\n',
      [city],
      'customers: { from: people, key: id, attributes: { city: { label: { ko: 도시, en: City } } } }\n',
    ],
    [
      'nothing after the id, and no line end after it',
      'customers:\n  from: people\n  key: id\n  attributes:\n    city:',
      [city],
      'customers:\n  from: people\n  key: id\n  attributes:\n    city: { label: { ko: 도시, en: City } }',
    ],
    [
      'a comment after the id',
      'customers:\n  from: people\n  key: id\n  attributes:\n    city: # here\n    age:\n',
      [city],
      'customers:\n  from: people\n  key: id\n  attributes:\n    city: { label: { ko: 도시, en: City } } # here\n    age:\n',
    ],
    [
      'ids in braces without a colon',
      'customers: { from: people, key: id, attributes: { city, age } }\n',
      [city],
      'customers: { from: people, key: id, attributes: { city: { label: { ko: 도시, en: City } }, age } }\n',
    ],
    [
      'an empty map, over several lines',
      'customers:\n  from: people\n  key: id\n  attributes: {\n    city: {},   # a\n  }\n',
      [city, group],
      'customers:\n  from: people\n  key: id\n  attributes: {\n    city: { label: { ko: 도시, en: City }, group: Where },   # a\n  }\n',
    ],
    [
      'a label over several lines',
      'customers:\n  from: people\n  key: id\n  attributes:\n    city:\n      label:\n        ko: "곳" # ko\n        en: Place\n      type: text\n',
      [city],
      'customers:\n  from: people\n  key: id\n  attributes:\n    city:\n      label:\n        ko: 도시 # ko\n        en: City\n      type: text\n',
    ],
    [
      'a text over several lines, and what stands after it',
      'customers:\n  from: people\n  key: id\n  attributes:\n    city:\n      label: |\n        Place\n      # a comment\n      type: text\n\npanels: [city]\n',
      [city, group],
      'customers:\n  from: people\n  key: id\n  attributes:\n    city:\n      label: { ko: 도시, en: City }\n      # a comment\n      type: text\n      group: Where\n\npanels: [city]\n',
    ],
    [
      'a description that goes: the first, with the comment of its line',
      'customers:\n  from: people\n  key: id\n  attributes:\n    city:\n      description: x # y\n      type: text\n',
      [noText],
      'customers:\n  from: people\n  key: id\n  attributes:\n    city:\n      type: text\n',
    ],
    [
      'a description that goes: the only word, the last line',
      'customers:\n  from: people\n  key: id\n  attributes:\n    city:\n      description: x',
      [noText],
      'customers:\n  from: people\n  key: id\n  attributes:\n    city: {}',
    ],
    [
      'a description that goes: the first in braces',
      'customers: { from: people, key: id, attributes: { city: { description: x, type: text } } }\n',
      [noText],
      'customers: { from: people, key: id, attributes: { city: { type: text } } }\n',
    ],
    [
      'a description that goes: the last in braces',
      'customers: { from: people, key: id, attributes: { city: { type: text, description: x } } }\n',
      [noText, group],
      'customers: { from: people, key: id, attributes: { city: { type: text, group: Where } } }\n',
    ],
    [
      'a description that goes: the only one in braces',
      'customers: { from: people, key: id, attributes: { city: { description: x } } }\n',
      [noText, group],
      'customers: { from: people, key: id, attributes: { city: { group: Where } } }\n',
    ],
    [
      'lists over several lines',
      'customers:\n  from: people\n  key: id\n  attributes:\n    city:\n      synonyms:\n        - a\n        - b\n      type: text\n',
      [{ subject: attribute('city'), property: 'synonyms', value: ['a, b', 'c'] }],
      'customers:\n  from: people\n  key: id\n  attributes:\n    city:\n      synonyms: [ "a, b", c ]\n      type: text\n',
    ],
    [
      'line ends of Windows',
      'customers:\r\n  from: people\r\n  key: id\r\n  attributes:\r\n    city:\r\n      type: text\r\n',
      [city],
      'customers:\r\n  from: people\r\n  key: id\r\n  attributes:\r\n    city:\r\n      type: text\r\n      label: { ko: 도시, en: City }\r\n',
    ],
    [
      'names of values',
      'customers:\n  from: people\n  key: id\n  attributes:\n    city:\n      values:\n        1: One # x\n        "S": { ko: 서, en: S }\n',
      [
        {
          subject: attribute('city'),
          property: 'values',
          value: ['1', 'S', '__proto__', '~'].map((value) => ({ value, label: { ko: '값', en: 'Value' } })),
        },
      ],
      'customers:\n  from: people\n  key: id\n  attributes:\n    city:\n      values:\n        1: { ko: 값, en: Value } # x\n        "S": { ko: 값, en: Value }\n        __proto__: { ko: 값, en: Value }\n        "~": { ko: 값, en: Value }\n',
    ],
  ])('%s', (_, before, edits, after) => {
    expect(write(before, ...edits)).toBe(after);
  });

  test('a byte order mark stays', () => {
    const text = `\uFEFF${HEAD}customers: { from: people, key: id }\n`;
    const written = writeEditsToFile(text, [city], catalog).text;
    expect(written.startsWith('\uFEFFsilhouette: 1')).toBe(true);
    expect(parseCatalogFile(written).ok).toBe(true);
  });

  test('nothing to write leaves the text', () => {
    const text = `${HEAD}customers: { from: people, key: id, columns: named }\n`;
    const { text: same, unwritten } = writeEditsToFile(text, [city], catalog);
    expect(same).toBe(text);
    expect(unwritten).toEqual([{ edit: city, reason: 'gone' }]);
  });

  test('any text comes back as it was written, in every form of file', () => {
    const line = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .map((text) => text.trim().replace(/\s+/gu, ' '))
      .filter((text) => text !== '' && !/[\p{Cc}\p{Surrogate}\u2028\u2029]/u.test(text));
    const special = fc.constantFrom(
      'yes',
      '1.50',
      'null',
      '~',
      '- a',
      '# x',
      'a: b',
      '{a}',
      '[b',
      '*c',
      '&d',
      '!e',
      '%f',
      "'",
      '"',
      '|',
      '>',
      '?',
      '@',
      '`',
      '<b>',
      ',',
      '---',
      '...',
      'a #b',
      'a:',
      '\u200f',
    );
    const text = fc.oneof(line, special);
    const label = fc.record({ ko: text, en: text });
    const files = [
      'customers:\n  from: people\n  key: id\n',
      'customers: { from: people, key: id, attributes: { city: { label: x, synonyms: [a], values: { S: y } } } }\n',
      'customers:\n  from: people\n  key: id\n  attributes:\n    city:\n      label: x\n      description: |\n        long\n\n    age:\n',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        label,
        label,
        text,
        fc.uniqueArray(text, { maxLength: 4 }),
        fc.uniqueArray(fc.record({ value: text, label }), { selector: ({ value }) => value, minLength: 1, maxLength: 4 }),
        (body, named, described, groupName, synonyms, values) => {
          const subject = attribute('city');
          const edits: CatalogEdit[] = [
            { subject, property: 'label', value: named },
            { subject, property: 'description', value: described },
            { subject, property: 'group', value: groupName },
            { subject, property: 'synonyms', value: synonyms },
            { subject, property: 'values', value: values },
          ];
          const parsed = parseCatalogFile(writeEditsToFile(HEAD + body, edits, catalog).text);
          if (!parsed.ok) throw new SilhouetteError(parsed.issues);
          const spec = parsed.catalogFile.customers?.attributes.get('city');
          expect(spec).toMatchObject({ label: named, description: described, group: groupName, synonyms });
          for (const { value, label: name } of values) expect(spec?.values.get(value)).toEqual(name);
        },
      ),
      { numRuns: 100 },
    );
  });
});
