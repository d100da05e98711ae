import { readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { catalogEditsSchema, catalogEntrySchema, catalogFileAnswerSchema } from '@silhouette/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SilhouetteServer } from '../../src/index.ts';
import { ask as askAt, serveShop } from '../audiences/shop.ts';
import { loadIndexed } from '../load-indexed.ts';
import { CATALOG, LOADED_AT_MS, makeShop } from './shop.ts';

/** Everything edits of the catalog do over HTTP, with their database of an environment: the same on each. */
export function describeCatalogEdits(env: () => Record<string, string>): void {
  let server: SilhouetteServer;
  let url = '';
  let dir = '';
  let file = '';
  let remove: () => void = () => {};

  beforeAll(async () => {
    const shop = await makeShop();
    ({ dir, file, remove } = shop);
    ({ server, url } = await serveShop(dir, env()));
    // The first opening makes the database: it is not the first test's to wait for.
    await ask('GET', '/api/catalog/edits');
  }, 240_000);
  afterAll(async () => {
    await server.close();
    remove();
  });

  function ask(method: string, path: string, body?: string | object, headers: Record<string, string> = {}) {
    return askAt(url, method, path, body, headers);
  }
  const entryPath = (query: Record<string, string>) => `/api/catalog/entry?${new URLSearchParams(query)}`;
  /** Changes an entry at the version that stands. */
  async function edit(query: Record<string, string>, body: object) {
    const { etag } = await ask('GET', entryPath(query));
    return ask('PUT', entryPath(query), body, { 'if-match': etag ?? '"none"' });
  }
  async function undo(query: Record<string, string>) {
    return edit(query, { label: null, description: null, group: null, synonyms: null, values: null });
  }
  const attributeOf = async (id: string) => {
    const { body } = await ask('GET', '/api/catalog');
    return body.attributes.find((one: { id: string }) => one.id === id);
  };
  const codesOf = (body: { issues: Record<string, string>[] }) => body.issues.map(({ path, code }) => [path, code]);
  const everyone = { all: [] };

  describe('an edit', () => {
    test('is kept with who and when, and shown at once wherever the words stand', async () => {
      const before = await ask('GET', entryPath({ attribute: 'city' }));
      expect(catalogEntrySchema.strict().parse(before.body)).toMatchObject({
        subject: { kind: 'attribute', attribute: 'city' },
        version: 0,
        words: { label: { ko: '도시', en: 'City' }, description: null, group: 'Customer', synonyms: [] },
        edits: [],
        history: [],
        source: { kind: 'column', column: 'city', sql: null },
      });
      expect(before.etag).toBe('"0"');
      await ask('POST', '/api/audiences', { id: 'seoul', name: 'Seoul', definition: { attribute: 'city', eq: '서울' } });
      const { status, etag, body } = await edit(
        { attribute: 'city' },
        {
          label: { ko: ' 사는  곳 ', en: 'Home town' },
          description: { ko: '배송지 기준', en: 'By delivery address' },
          group: 'Where',
          synonyms: ['지역', 'region'],
          values: [{ value: '서울', label: { ko: '서울시', en: 'Seoul' } }],
        },
      );
      expect([status, etag]).toEqual([200, '"1"']);
      expect(catalogEntrySchema.strict().parse(body)).toMatchObject({
        version: 1,
        words: {
          label: { ko: '사는 곳', en: 'Home town' },
          description: { ko: '배송지 기준', en: 'By delivery address' },
          group: 'Where',
          synonyms: ['지역', 'region'],
        },
        fileWords: before.body.words,
        values: [{ value: '서울', label: { ko: '서울시', en: 'Seoul' }, fileLabel: { ko: '서울', en: '서울' } }],
        usedBy: [{ id: 'seoul', name: 'Seoul', through: null }],
      });
      expect(body.history).toHaveLength(5);
      expect(body.history[0]).toMatchObject({ version: 1, by: 'person', editedBy: userInfo().username });
      expect(await attributeOf('city')).toMatchObject({
        label: { ko: '사는 곳', en: 'Home town' },
        group: 'Where',
        synonyms: ['지역', 'region'],
      });
      const explored = await ask('POST', '/api/explore', { audience: { attribute: 'city', eq: '서울' }, panels: ['city'] });
      expect(explored.body.count).toBe(13);
      expect(explored.body.sentence).toEqual({
        ko: expect.stringContaining('사는 곳'),
        en: expect.stringContaining('home town'),
      });
      expect(explored.body.sentence.ko).toContain('서울시');
      expect(explored.body.panels[0].values[0]).toMatchObject({ value: '서울', label: 'Seoul', labels: { ko: '서울시' } });
      const values = await ask('GET', '/api/values/search?q=Seoul');
      expect(values.body.values).toMatchObject([{ attribute: 'city', value: '서울', label: { en: 'Seoul' } }]);
      const saved = await ask('GET', '/api/audiences/seoul');
      expect(saved.body.sentence.ko).toContain('서울시');
      const portrait = await ask('POST', '/api/portrait', { audience: { attribute: 'age', gte: 30 }, versus: 'rest' });
      expect(JSON.stringify(portrait.body)).not.toContain('"도시"');
      await undo({ attribute: 'city' });
      expect(await attributeOf('city')).toMatchObject({ label: { ko: '도시', en: 'City' }, group: 'Customer', synonyms: [] });
      const undone = await ask('GET', entryPath({ attribute: 'city' }));
      expect([undone.body.version, undone.body.edits, undone.body.history[0].value]).toEqual([2, [], null]);
    });

    test('of an event and its field is followed by what is computed from them', async () => {
      await edit({ event: 'order' }, { label: { ko: '결제', en: 'Payment' }, synonyms: ['buy'] });
      await edit(
        { event: 'order', field: 'item' },
        { label: { ko: '상품', en: 'Product' }, values: [{ value: 'B', label: { ko: '배', en: 'Pear' } }] },
      );
      expect(await attributeOf('last_order_item_all')).toMatchObject({
        label: { ko: '전체 기간 마지막 결제 상품', en: 'Payment product, last, all time' },
        group: 'Payment',
      });
      expect((await attributeOf('spent')).label.en).toContain('Payment price');
      const top = await ask('POST', '/api/explore', { audience: everyone, panels: ['last_order_item_all'] });
      expect(top.body.panels[0].values).toMatchObject([
        { value: 'B', label: 'Pear' },
        { value: 'A', label: 'Apple' },
      ]);
      const asked = { event: 'order', where: [{ field: 'item', eq: 'B' }] };
      const { body } = await ask('POST', '/api/explore', { audience: asked, panels: [] });
      expect(body.sentence.ko).toMatch(/결제.*배|배.*결제/);
      const field = await ask('GET', entryPath({ event: 'order', field: 'item' }));
      expect(field.body).toMatchObject({ words: { group: null }, source: null, version: 1 });
      await undo({ event: 'order', field: 'item' });
      await undo({ event: 'order' });
      expect((await attributeOf('last_order_item_all')).label.en).toBe('Order item, last, all time');
    });

    test('that says what the file says makes none, and one that changes nothing no version', async () => {
      const same = await edit({ attribute: 'city' }, { label: { ko: '도시', en: 'City' } });
      expect([same.body.edits, same.etag]).toEqual([[], '"2"']);
      await edit({ attribute: 'tier' }, { label: { ko: '등급', en: 'Tier' } });
      const again = await edit({ attribute: 'tier' }, { label: { ko: '등급 ', en: 'Tier' } });
      expect([again.etag, again.body.history.length]).toEqual(['"1"', 1]);
      await undo({ attribute: 'tier' });
    });

    test('of names of values keeps those that it does not name', async () => {
      const label = (text: string) => ({ ko: text, en: text });
      await edit({ attribute: 'city' }, { values: [{ value: '서울', label: label('S') }] });
      const two = await edit({ attribute: 'city' }, { values: [{ value: '__proto__', label: label('P') }] });
      expect(two.body.values.map((one: { value: string }) => one.value)).toEqual(['서울', '__proto__']);
      const one = await edit({ attribute: 'city' }, { values: [{ value: '서울', label: null }] });
      expect(one.body.values.map((named: { value: string }) => named.value)).toEqual(['__proto__']);
      expect((await undo({ attribute: 'city' })).body.values).toEqual([]);
    });

    test('can take a description away', async () => {
      const none = await edit({ attribute: 'age' }, { description: { ko: '', en: ' ' } });
      expect([none.body.words.description, none.body.fileWords.description.en]).toEqual([null, 'Years since birth, as told.']);
      expect((await attributeOf('age')).description).toBeNull();
      expect((await undo({ attribute: 'age' })).body.words.description.ko).toBe('Years since birth, as told.');
    });
  });

  describe('a conflict', () => {
    test('is told with what stands now, and nothing is overwritten', async () => {
      const path = entryPath({ attribute: 'tier' });
      const { etag } = await ask('GET', path);
      const mine = await ask('PUT', path, { label: { ko: '내 것', en: 'Mine' } }, { 'if-match': etag ?? '' });
      const theirs = await ask('PUT', path, { label: { ko: '남의 것', en: 'Theirs' } }, { 'if-match': etag ?? '' });
      expect([theirs.status, theirs.body.code]).toEqual([412, 'catalog-changed']);
      expect(theirs.body.current).toMatchObject({
        version: mine.body.version,
        savedBy: userInfo().username,
        words: { label: { en: 'Mine' } },
      });
      expect((await attributeOf('tier')).label.en).toBe('Mine');
      const without = await ask('PUT', path, { label: null });
      expect([without.status, without.body.code]).toEqual([428, 'missing-precondition']);
      const both = await Promise.all(
        ['A', 'B', 'C', 'D'].map((text) =>
          ask('PUT', path, { label: { ko: text, en: text } }, { 'if-match': mine.etag ?? '' }),
        ),
      );
      expect(both.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
      await undo({ attribute: 'tier' });
    });
  });

  describe('what is wrong', () => {
    test('is told whole, each with its path', async () => {
      const { status, body } = await edit(
        { event: 'order' },
        {
          label: { ko: 'x'.repeat(201), en: '' },
          description: { ko: 'only one', en: '' },
          group: 'Orders',
          synonyms: ['a', 'a', 3],
          values: [{ value: 'A', label: { ko: 'a', en: 'a' } }],
          unit: 'KRW',
        },
      );
      expect(status).toBe(400);
      expect(codesOf(body)).toEqual([
        ['unit', 'unknown-key'],
        ['label.ko', 'invalid-value'],
        ['label.en', 'invalid-value'],
        ['description.en', 'invalid-value'],
        ['synonyms[1]', 'invalid-value'],
        ['synonyms[2]', 'wrong-type'],
        ['group', 'invalid-value'],
        ['values', 'invalid-value'],
      ]);
      const number = await edit({ attribute: 'age' }, { values: [{ value: '20', label: { ko: 'a', en: 'a' } }] });
      expect(codesOf(number.body)).toEqual([['values', 'invalid-value']]);
    });

    test.each([
      ['a line break', 'a\nb'],
      ['a tab', 'a\tb'],
      ['NUL', 'a\u0000b'],
      ['an override of direction', 'a\u202eb'],
      ['an isolate', '\u2066a'],
      ['half a character', 'a\ud800b'],
      ['10,000 characters', 'x'.repeat(10_000)],
    ])('%s is refused everywhere', async (_, text) => {
      const label = { ko: text, en: text };
      const body = { label, description: label, group: text, synonyms: [text], values: [{ value: 'x', label }] };
      const answer = await edit({ attribute: 'city' }, body);
      expect(answer.status).toBe(400);
      const paths = ['label.ko', 'label.en', 'description.ko', 'description.en', 'group', 'synonyms[0]'];
      expect(codesOf(answer.body).map(([path]) => path)).toEqual([...paths, 'values[0].label.ko', 'values[0].label.en']);
    });

    test('an entry that there is not, or is not named', async () => {
      expect((await ask('GET', entryPath({ attribute: 'nobody' }))).status).toBe(404);
      expect((await ask('GET', entryPath({ event: 'order', field: '../../x' }))).status).toBe(404);
      const put = await ask('PUT', entryPath({ attribute: 'nobody' }), { label: { ko: 'a', en: 'a' } }, { 'if-match': '*' });
      expect([put.status, codesOf(put.body)]).toEqual([400, [['', 'unknown-attribute']]]);
      expect((await ask('GET', entryPath({ attribute: 'a', event: 'order' }))).body.code).toBe('missing-key');
      expect((await ask('GET', entryPath({ field: 'item' }))).body.code).toBe('missing-key');
      expect((await ask('GET', entryPath({ attribute: 'a', x: '1' }))).body.code).toBe('unknown-key');
      expect((await ask('GET', '/api/catalog/entry?attribute=a&attribute=b')).body.code).toBe('duplicate-key');
    });
  });

  describe('the catalog file', () => {
    test('is previewed, written with everything else as it stands, and taken up by the next load', async () => {
      const original = readFileSync(file, 'utf8');
      expect(original).toBe(CATALOG);
      const hostile = '<img src=x onerror=alert(1)>: "quotes" \'n\' #x {a} [b] & *c ! % @ `d` - ? | > \u200f|';
      await edit({ attribute: 'city' }, { label: { ko: '사는 곳', en: 'Home' }, synonyms: ['yes', '1.50', 'null', hostile] });
      await edit({ attribute: 'age' }, { label: { ko: '나이', en: 'Age' } });
      await edit({ attribute: 'age' }, { description: { ko: '', en: '' } });
      const { version } = (await ask('GET', entryPath({ attribute: 'age' }))).body;
      await edit(
        { attribute: 'tier' },
        { label: { ko: '등급', en: hostile }, values: [{ value: 'gold', label: { ko: '금', en: 'Gold' } }] },
      );
      await edit({ attribute: 'spent' }, { group: 'Money' });
      await edit({ event: 'order' }, { description: { ko: '온라인 주문', en: 'Online' } });
      await edit({ event: 'order', field: 'item' }, { values: [{ value: 'B', label: { ko: '배', en: 'Pear' } }] });
      await edit({ event: 'order', field: 'price' }, { label: { ko: '값', en: 'Price' } });
      await edit({ attribute: 'count_order_all' }, { label: { ko: '주문 수', en: 'Orders' } });
      const shown = (await ask('GET', '/api/catalog')).body;
      const preview = await ask('POST', '/api/catalog/file', {});
      expect(catalogFileAnswerSchema.strict().parse(preview.body)).toMatchObject({
        file: 'silhouette.yaml',
        isWritten: false,
        unwritten: [{ subject: { attribute: 'count_order_all' }, property: 'label', reason: 'standard' }],
      });
      expect(preview.body.written).toHaveLength(10);
      expect(readFileSync(file, 'utf8')).toBe(CATALOG);
      const lines = preview.body.diff.split('\n').filter((line: string) => /^[-+](?![-+])/.test(line));
      const quoted = JSON.stringify(hostile);
      expect(lines).toEqual([
        '-    city: { column: city, type: category, label: { ko: 도시, en: City } } # as told',
        `+    city: { column: city, type: category, label: { ko: 사는 곳, en: Home }, synonyms: [ yes, "1.50", "null", ${quoted} ] } # as told`,
        '-        label: Age   # in years',
        '-        description: >',
        '-            Years since birth,',
        '-            as told.',
        '+        label: { ko: 나이, en: Age }   # in years',
        `+    tier: { label: { ko: 등급, en: ${quoted} }, values: { gold: { ko: 금, en: Gold } } }`,
        '-      item: { type: category, values: { A: { ko: 사과, en: Apple } } }',
        '-      price:',
        '+      item: { type: category, values: { A: { ko: 사과, en: Apple }, B: { ko: 배, en: Pear } } }',
        '+      price: { label: { ko: 값, en: Price } }',
        '+    description: { ko: 온라인 주문, en: Online }',
        '-  spent: { event: order, sum: price }',
        '+  spent: { event: order, sum: price, group: Money }',
      ]);

      // Somebody saves the file meanwhile.
      writeFileSync(file, `${CATALOG}# changed\n`);
      const late = await ask('POST', '/api/catalog/file', { hash: preview.body.hash });
      expect([late.status, late.body.code]).toEqual([409, 'catalog-file-changed']);
      expect(readFileSync(file, 'utf8')).toBe(`${CATALOG}# changed\n`);
      writeFileSync(file, CATALOG);

      const written = await ask('POST', '/api/catalog/file', { hash: preview.body.hash });
      expect(written.body).toMatchObject({ isWritten: true, diff: preview.body.diff });
      // The snapshot says what it said: the edits stay until a load has read the file.
      const waiting = await ask('GET', '/api/catalog/edits');
      const states = catalogEditsSchema.parse(waiting.body).edits.map(({ state }) => state);
      expect(states.filter((state) => state === 'waiting')).toHaveLength(10);
      expect(states.filter((state) => state === 'needed')).toHaveLength(1);
      expect((await ask('GET', '/api/catalog')).body).toEqual(shown);
      expect((await ask('POST', '/api/catalog/file', {})).body).toMatchObject({ diff: '' });

      await loadIndexed(dir, LOADED_AT_MS);
      // Whoever asks first, and whatever for: what the file has taken up is no edit any more.
      expect((await ask('GET', '/api/catalog/edits')).body.edits).toHaveLength(1);
      const { snapshot: _, ...after } = (await ask('GET', '/api/catalog')).body;
      const { snapshot: __, ...before } = shown;
      expect(after).toEqual(before);
      // Its edits were of two versions: none of them becomes the entry's again.
      expect((await ask('GET', entryPath({ attribute: 'age' }))).body.version).toBe(version);
      const entry = await ask('GET', entryPath({ attribute: 'tier' }));
      expect(entry.body).toMatchObject({ edits: [], words: { label: { en: hostile } } });
      expect(entry.body.history[0]).toMatchObject({ by: 'file', value: null });
    });

    test('has the last word on what was written into it and is changed there', async () => {
      await edit({ attribute: 'city' }, { group: 'Mine' });
      const { body } = await ask('POST', '/api/catalog/file', {});
      await ask('POST', '/api/catalog/file', { hash: body.hash });
      writeFileSync(file, readFileSync(file, 'utf8').replace('group: Mine', 'group: Theirs'));
      expect((await attributeOf('city')).group).toBe('Mine');
      await loadIndexed(dir, LOADED_AT_MS);
      const { edits, history } = (await ask('GET', entryPath({ attribute: 'city' }))).body;
      expect([edits, history[0]]).toMatchObject([[], { property: 'group', value: null, by: 'file' }]);
      expect((await attributeOf('city')).group).toBe('Theirs');
    });

    test('edits of what a load no longer finds are kept and told', async () => {
      await edit({ event: 'order', field: 'price' }, { label: { ko: '가격', en: 'Cost' } });
      const text = readFileSync(file, 'utf8');
      writeFileSync(file, text.replace(/ {2}spent:.*\n/, '').replace(/ {6}price:.*\n/, ''));
      await loadIndexed(dir, LOADED_AT_MS);
      const { body } = await ask('GET', '/api/catalog/edits');
      expect(body.edits).toContainEqual(
        expect.objectContaining({
          subject: { kind: 'field', event: 'order', field: 'price' },
          state: 'orphaned',
          property: 'label',
        }),
      );
      expect((await ask('GET', entryPath({ event: 'order', field: 'price' }))).body).toMatchObject({
        words: null,
        fileWords: null,
      });
      const more = await edit({ event: 'order', field: 'price' }, { label: { ko: 'x', en: 'x' } });
      expect(codesOf(more.body)).toEqual([['', 'unknown-field']]);
      writeFileSync(file, text);
      await loadIndexed(dir, LOADED_AT_MS);
      const back = (await ask('GET', '/api/catalog')).body.events[0].fields.find((one: { id: string }) => one.id === 'price');
      expect(back.label.en).toBe('Cost');
    });

    test('with mistakes is left alone', async () => {
      const text = readFileSync(file, 'utf8');
      writeFileSync(file, text.replace('timeZone: Asia/Seoul', 'timeZone: Nowhere/Else'));
      const { status, body } = await ask('POST', '/api/catalog/file', {});
      expect([status, codesOf(body)]).toEqual([400, [['timeZone', 'invalid-value']]]);
      writeFileSync(file, text);
    });
  });

  test('edits outlive the server', async () => {
    await edit({ attribute: 'city' }, { label: { ko: '다시', en: 'Again' } });
    await server.close();
    ({ server, url } = await serveShop(dir, env()));
    // On a busy machine the database may take longer to open than an answer waits for it.
    await ask('GET', '/api/catalog/edits');
    expect((await attributeOf('city')).label).toEqual({ ko: '다시', en: 'Again' });
  });
}
