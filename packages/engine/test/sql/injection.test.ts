import { ChdbEngine, type PlainDefinition } from '@silhouette/engine';
import { askMembers, buildQuestion, type OpenWorld, storedEngine, type World } from '@silhouette/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileCount } from '../../src/sql/compile-count.ts';

/** Text that would do harm, or break a statement, wherever it were spliced in. */
const HOSTILE = [
  "'; DROP TABLE customers; --",
  "' OR 1=1 --",
  '") OR ("1"="1',
  '`) , (SELECT 1) AS `x',
  '\\',
  "\\'",
  "\\\\'",
  '{p0:String}',
  '{x:Identifier}',
  '$1',
  '%',
  '\\N',
  'a\tb\nc\r\0d',
  '/* comment',
  '-- comment',
  '한글\u200b🙂\uffff',
  '\ufffd',
  'NULL',
  'SETTINGS max_threads = 1',
];
const IDS = ["'; DROP TABLE customers; --", '`) , (SELECT 1) AS `x', '\\', "\\'", '{p0:String}', '/* x', 'a.b', 'c', 'SELECT'];

const WORLD: World = {
  timeZone: 'UTC',
  now: '2024-06-30',
  format: 'jsonl',
  customers: {
    hasSince: false,
    attributes: [
      ...IDS.map((id) => ({ id, type: 'category' as const, decimals: 0, order: null })),
      { id: 'tags', type: 'tags', decimals: 0, order: null },
    ],
    rows: HOSTILE.map((text) => ({ key: text, since: null, values: [...IDS.map(() => text), [text]] })),
  },
  events: [
    {
      id: "it's `an` event",
      hasOccasion: true,
      viaView: false,
      fields: IDS.map((id) => ({ id, type: 'category' as const, decimals: 0, order: null })),
      rows: HOSTILE.map((text) => ({ customer: text, at: '2024-06-01', occasion: text, values: IDS.map(() => text) })),
    },
  ],
};

const EVENT = "it's `an` event";

/** Every place of a definition that takes text. */
const PLACES: readonly (readonly [string, (text: string, id: string) => PlainDefinition])[] = [
  ['an attribute', (text, id) => ({ attribute: id, eq: text })],
  ['a list', (text, id) => ({ attribute: id, in: [text, 'no such value'] })],
  ['a long list', (text, id) => ({ attribute: id, in: [text, ...Array.from({ length: 20 }, (_, index) => `no ${index}`)] })],
  ['tags', (text) => ({ attribute: 'tags', contains: text })],
  [
    'many tags',
    (text) => ({ attribute: 'tags', containsAny: [text, ...Array.from({ length: 20 }, (_, index) => `no ${index}`)] }),
  ],
  ['a field', (text, id) => ({ event: EVENT, where: [{ field: id, eq: text }] })],
  ['a measured field', (text, id) => ({ event: EVENT, top: { field: id, eq: text } })],
  ['a last value', (text, id) => ({ event: EVENT, last: { field: id, in: [text] } })],
  ['a customer key', (text) => ({ customers: [text] })],
];

describe('text of people never becomes SQL', () => {
  let open: OpenWorld;
  beforeAll(async () => {
    open = await storedEngine('chdb', (session) => new ChdbEngine(session)).open(WORLD);
  });
  afterAll(() => open.close());

  for (const [name, define] of PLACES) {
    it(name, async () => {
      for (const [index, text] of HOSTILE.entries()) {
        const id = IDS[index % IDS.length] ?? '';
        const definition = define(text, id);
        expect(await askMembers(open, definition), `${text} in ${id}`).toEqual([text]);
        const question = buildQuestion(open, definition);
        const harmless = buildQuestion(open, define('harmless', id));
        // Whatever the text, the statement is the same: only its parameters differ.
        expect(compileCount(question).sql).toBe(compileCount(harmless).sql);
      }
    });
  }

  it('a lone surrogate matches nobody, not the replacement character', async () => {
    const { snapshot, engine } = open;
    const ask = async (keys: readonly string[]): Promise<number> =>
      (await engine.count({ snapshot, asOfMs: snapshot.asOfMs, predicate: { kind: 'customers', keys } })).count;
    expect(await ask(['\ud800'])).toBe(0);
    expect(await ask(['\ud800', '%'])).toBe(1);
    expect(await ask(['\ufffd'])).toBe(1);
  });

  it('members after any key', async () => {
    const everyone = buildQuestion(open, { all: [] });
    const all = await open.engine.members(everyone, { attributes: [], afterKey: null, limit: 100 });
    expect(all).toHaveLength(HOSTILE.length);
    for (const [index, { key }] of all.entries()) {
      const rest = await open.engine.members(everyone, { attributes: [], afterKey: key, limit: 100 });
      expect(rest.map((row) => row.key)).toEqual(all.slice(index + 1).map((row) => row.key));
    }
  });
});
