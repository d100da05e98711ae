import { userInfo } from 'node:os';
import { audienceListSchema, audienceUsesSchema, audienceVersionsSchema, savedAudienceSchema } from '@silhouette/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { useOverHttp } from '../../src/audiences/http-client.ts';
import type { SilhouetteServer } from '../../src/index.ts';
import { ask as askAt, makeShop, serveShop } from './shop.ts';

/** Everything saved audiences do over HTTP, with their database of an environment: the same on each. */
export function describeSavedAudiences(env: () => Record<string, string>): void {
  const SEOUL = { attribute: 'city', eq: '서울' };
  let server: SilhouetteServer;
  let url = '';
  let remove: () => void = () => {};

  beforeAll(async () => {
    const shop = await makeShop();
    remove = shop.remove;
    ({ server, url } = await serveShop(shop.dir, env()));
    // The first opening makes the database: it is not the first test's to wait for.
    await ask('GET', '/api/audiences');
  }, 300_000);
  afterAll(async () => {
    await server.close();
    remove();
  });

  function ask(method: string, path: string, body?: string | object, headers: Record<string, string> = {}) {
    return askAt(url, method, path, body, headers);
  }

  function count(definition: object) {
    return ask('POST', '/api/explore', { audience: definition, panels: [] });
  }

  describe('saving', () => {
    test('makes an id of the name, counts, says who and what it means', async () => {
      const { status, etag, location, body } = await ask('POST', '/api/audiences', {
        name: '서울 고객',
        description: 'They live in Seoul.\nAll of them.',
        tags: ['region', '지역'],
        definition: SEOUL,
        note: 'first',
      });
      expect([status, etag, location]).toEqual([201, '"1"', `/api/audiences/${encodeURIComponent('서울-고객')}`]);
      expect(savedAudienceSchema.strict().parse(body)).toMatchObject({
        id: '서울-고객',
        version: 1,
        name: '서울 고객',
        description: 'They live in Seoul.\nAll of them.',
        tags: ['region', '지역'],
        definition: SEOUL,
        size: { count: 13, base: 25, asOf: expect.stringMatching(/Z$/), snapshot: expect.any(String) },
        issues: [],
        createdBy: userInfo().username,
        updatedBy: userInfo().username,
        note: 'first',
      });
      expect(body.sentence.en).toContain('city');
      const again = await ask('POST', '/api/audiences', { name: '서울 고객', definition: SEOUL });
      expect(again.body.id).toBe('서울-고객-2');
      const taken = await ask('POST', '/api/audiences', { id: '서울-고객', name: 'x', definition: SEOUL });
      expect([taken.status, taken.body.code]).toEqual([409, 'audience-exists']);
      expect((await ask('GET', `/api/audiences/${encodeURIComponent('서울-고객')}`)).body).toEqual(body);
    });

    test('a saved audience answers wherever a definition stands, with the version that was used', async () => {
      await ask('POST', '/api/audiences', { id: 'young', name: 'Young', definition: { attribute: 'age', lt: 30 } });
      const inside = { all: [SEOUL, { audience: 'young' }] };
      expect((await count(inside)).body).toMatchObject({ count: 5, audiences: [{ id: 'young', version: 1 }] });
      const saved = await ask(
        'PUT',
        '/api/audiences/young',
        { definition: { attribute: 'age', lt: 40 } },
        { 'if-match': '"1"' },
      );
      expect([saved.status, saved.etag, saved.body.size.count]).toEqual([200, '"2"', 20]);
      expect((await count(inside)).body).toMatchObject({ count: 10, audiences: [{ id: 'young', version: 2 }] });
      expect((await count({ audience: 'young', version: 1 })).body).toMatchObject({ count: 10, audiences: [{ version: 1 }] });
      const portrait = await ask('POST', '/api/portrait', { audience: SEOUL, versus: { audience: 'young' } });
      expect([portrait.status, portrait.body.audiences]).toEqual([200, [{ id: 'young', version: 2 }]]);
      const unknown = await count({ any: [{ audience: 'nobody' }, { audience: 'young', version: 9 }] });
      expect(unknown.body.issues.map(({ path, code }: Record<string, string>) => [path, code])).toEqual([
        ['audience.any[0].audience', 'unknown-audience'],
        ['audience.any[1].audience', 'unknown-audience'],
      ]);
    });

    test('sentences call a saved audience as it is called now, of whichever version; its list and answers alike', async () => {
      await ask('POST', '/api/audiences', { id: 'seoul', name: 'From Seoul', definition: SEOUL });
      await ask('POST', '/api/audiences', { id: 'around', name: 'Around', definition: { not: { audience: 'seoul' } } });
      const renamed = { name: '서울 사람', definition: { all: [SEOUL] } };
      expect((await ask('PUT', '/api/audiences/seoul', renamed, { 'if-match': '"1"' })).status).toBe(200);
      const [newest, first] = [{ audience: 'seoul' }, { audience: 'seoul', version: 1 }];
      const outer = (await ask('GET', '/api/audiences/around')).body.sentence;
      expect(outer).toEqual({
        ko: '고객군 ‘서울 사람’에 속하지 않는 고객',
        en: 'Customers who are not in the audience ‘서울 사람’',
      });
      expect((await count({ not: newest })).body.sentence).toEqual(outer);
      const told = '‘서울 사람’ (version 1)';
      expect((await count(first)).body.sentence.en).toContain(told);
      const explained = (await ask('POST', '/api/explain', { audience: { all: [first, { any: [newest, SEOUL] }] } })).body;
      expect(explained.sentence.en).toContain(told);
      expect(explained.waterfall[0].sentence.en).toContain(told);
      expect(explained.nested[0].sentence.ko).toContain('‘서울 사람’');
      const compared = (
        await ask('POST', '/api/compare', { before: { all: [newest] }, after: { all: [newest, { audience: 'around' }] } })
      ).body;
      expect(compared.differences[0].sentence.en).toContain('‘Around’');
      const overlap = (await ask('POST', '/api/overlap', { audiences: [newest, { audience: 'around' }] })).body;
      expect(overlap.audiences.map(({ sentence }: { sentence: { en: string } }) => sentence.en)).toEqual([
        'Customers who are in the audience ‘서울 사람’',
        'Customers who are in the audience ‘Around’',
      ]);
      const portrait = (await ask('POST', '/api/portrait', { audience: newest, versus: { audience: 'around' } })).body;
      expect(portrait.sentence.en).toContain('‘서울 사람’');
      expect(portrait.versus.sentence.en).toContain('‘Around’');
      const whole = (await ask('GET', '/api/audiences?search=around')).body.audiences;
      expect(whole.map(({ sentence }: { sentence: { en: string } }) => sentence.en)).toEqual([outer.en]);
    });

    test('numbers are kept by their text', async () => {
      const digits = '0.1000000000000000055511151231257827';
      const body = `{"id":"exact","name":"Exact","definition":{"any":[{"attribute":"age","gte":${digits}},{"attribute":"age","lt":30.50}]}}`;
      const { body: saved } = await ask('POST', '/api/audiences', body);
      expect(saved.definition).toEqual({
        any: [
          { attribute: 'age', gte: digits },
          { attribute: 'age', lt: 30.5 },
        ],
      });
      // As it came, it changes nothing.
      const again = await ask('PUT', '/api/audiences/exact', body.replace('"id":"exact",', ''), { 'if-match': '"1"' });
      expect([again.status, again.etag]).toEqual([200, '"1"']);
    });

    test('a change keeps what it does not name, makes one version, and none when nothing changes', async () => {
      await ask('POST', '/api/audiences', { id: 'parts', name: 'Parts', description: 'd', tags: ['a'], definition: SEOUL });
      const named = await ask('PUT', '/api/audiences/parts', { name: ' Renamed ' }, { 'if-match': '"1"' });
      expect(named.body).toMatchObject({
        version: 2,
        name: 'Renamed',
        description: 'd',
        tags: ['a'],
        definition: SEOUL,
        size: { count: 13 },
      });
      const same = await ask('PUT', '/api/audiences/parts', { name: 'Renamed', definition: SEOUL }, { 'if-match': '"2"' });
      expect(same.body).toEqual(named.body);
      const emptied = await ask('PUT', '/api/audiences/parts', { description: null, tags: [] }, { 'if-match': '"2"' });
      expect(emptied.body).toMatchObject({ version: 3, description: null, tags: [] });
      const { body } = await ask('GET', '/api/audiences/parts/versions');
      expect(
        audienceVersionsSchema
          .strict()
          .parse(body)
          .versions.map(({ version, name, tags }) => [version, name, tags]),
      ).toEqual([
        [3, 'Renamed', []],
        [2, 'Renamed', ['a']],
        [1, 'Parts', ['a']],
      ]);
      expect((await ask('GET', '/api/audiences/parts/versions/1')).body).toEqual(body.versions[2]);
      expect((await ask('GET', '/api/audiences/parts/versions/4')).status).toBe(404);
    });

    test('a note alone is a change: it is kept, in a version of its own', async () => {
      await ask('POST', '/api/audiences', { id: 'noted', name: 'Noted', definition: SEOUL });
      const noted = await ask('PUT', '/api/audiences/noted', { note: 'why it is so' }, { 'if-match': '"1"' });
      expect([noted.status, noted.etag, noted.body.note]).toEqual([200, '"2"', 'why it is so']);
      const silent = await ask('PUT', '/api/audiences/noted', { note: null }, { 'if-match': '"2"' });
      expect([silent.etag, silent.body.note]).toEqual(['"2"', 'why it is so']);
      const { body } = await ask('GET', '/api/audiences/noted/versions');
      expect(body.versions.map(({ note }: { note: string | null }) => note)).toEqual(['why it is so', null]);
    });

    test('everything wrong is told at once, and nothing is saved', async () => {
      const { status, body } = await ask('POST', '/api/audiences', {
        id: '../x',
        name: ' ',
        tags: ['a', 'a', 'b\nc'],
        definition: { all: [{ attribute: 'nope', eq: 1 }, { event: 'none' }] },
        surprise: 1,
      });
      expect(status).toBe(400);
      expect(body.issues.map(({ path, code }: Record<string, string>) => `${path} ${code}`).sort()).toEqual([
        'definition.all[0].attribute unknown-attribute',
        'definition.all[1].event unknown-event',
        'id invalid-value',
        'name invalid-value',
        'surprise unknown-key',
        'tags[1] invalid-value',
        'tags[2] invalid-value',
      ]);
      for (const missing of ['{}', '{"name":"x"}', '[]', 'null', '{"name":"x","definition":[]}']) {
        expect((await ask('POST', '/api/audiences', missing)).status, missing).toBe(400);
      }
      // Nothing to be seen, and text that reads the other way round.
      for (const name of ['\u200b', '\u3164 ', 'a\u202eb']) {
        expect((await ask('POST', '/api/audiences', { name, definition: SEOUL })).body.issues, name).toMatchObject([
          { path: 'name' },
        ]);
      }
    });

    test('a circle is refused when it would close', async () => {
      const own = await ask('POST', '/api/audiences', { id: 'own', name: 'Own', definition: { not: { audience: 'own' } } });
      expect([own.status, own.body.code, own.body.issues[0].path]).toEqual([400, 'audience-cycle', 'definition.not.audience']);
      await ask('POST', '/api/audiences', { id: 'ring-a', name: 'A', definition: SEOUL });
      await ask('POST', '/api/audiences', { id: 'ring-b', name: 'B', definition: { audience: 'ring-a' } });
      const closed = await ask(
        'PUT',
        '/api/audiences/ring-a',
        { definition: { any: [{ audience: 'ring-b' }] } },
        { 'if-match': '"1"' },
      );
      expect([closed.status, closed.body.code]).toEqual([400, 'audience-cycle']);
      // Its own older version is no circle.
      const pinned = {
        any: [
          { audience: 'ring-a', version: 1 },
          { attribute: 'age', eq: 21 },
        ],
      };
      const older = await ask('PUT', '/api/audiences/ring-a', { definition: pinned }, { 'if-match': '"1"' });
      expect([older.status, older.body.size.count]).toEqual([200, 14]);
    });
  });

  describe('two people', () => {
    test('the second is told by whom and when, and nothing is lost', async () => {
      await ask('POST', '/api/audiences', { id: 'shared', name: 'Shared', definition: SEOUL });
      const [first, second] = await Promise.all([ask('GET', '/api/audiences/shared'), ask('GET', '/api/audiences/shared')]);
      const mine = await ask('PUT', '/api/audiences/shared', { name: 'Mine' }, { 'if-match': first.etag ?? '' });
      const theirs = await ask('PUT', '/api/audiences/shared', { name: 'Theirs' }, { 'if-match': second.etag ?? '' });
      expect([theirs.status, theirs.body.code, theirs.body.current]).toEqual([
        412,
        'audience-changed',
        { version: 2, savedBy: mine.body.updatedBy, savedAt: mine.body.updatedAt },
      ]);
      expect((await ask('GET', '/api/audiences/shared')).body).toEqual(mine.body);
      expect((await ask('DELETE', '/api/audiences/shared', undefined, { 'if-match': '"1"' })).status).toBe(412);
    });

    test('of many that save at once one gets through', async () => {
      await ask('POST', '/api/audiences', { id: 'race', name: 'Race', definition: SEOUL });
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          ask('PUT', '/api/audiences/race', { name: `n${index}` }, { 'if-match': '"1"' }),
        ),
      );
      expect(answers.map((answer) => answer.status).sort()).toEqual([200, ...Array(7).fill(412)]);
      expect((await ask('GET', '/api/audiences/race')).body.version).toBe(2);
    });

    test('If-Match must be there, must be a tag, and takes a list or *', async () => {
      await ask('POST', '/api/audiences', { id: 'match', name: 'Match', definition: SEOUL });
      const put = (ifMatch?: string) =>
        ask('PUT', '/api/audiences/match', { name: `x${ifMatch}` }, ifMatch === undefined ? {} : { 'if-match': ifMatch });
      const none = await put();
      expect([none.status, none.body.code]).toEqual([428, 'missing-precondition']);
      expect((await put('1')).body.code).toBe('invalid-option');
      expect((await put('W/"1"')).status).toBe(412);
      // A comma in quotes is part of a tag (RFC 9110, 8.8.3).
      expect((await put('"x,y"')).body.code).toBe('audience-changed');
      expect((await put('W/"a,1", "b"')).body.code).toBe('audience-changed');
      for (const broken of ['"x', 'x"', '"1" "2"', '"1"x', 'w/"1"', ',']) {
        expect((await put(broken)).body.code, broken).toBe('invalid-option');
      }
      expect((await put('"7,1", "1",')).body.version).toBe(2);
      expect((await put('*')).body.version).toBe(3);
      expect((await ask('DELETE', '/api/audiences/match')).status).toBe(428);
    });
  });

  describe('a save that is sent again under its key', () => {
    const key = (text: string) => ({ 'idempotency-key': `"${text}"` });

    test('makes one audience, whoever asks when and how often', async () => {
      const content = { name: 'Once', definition: SEOUL };
      const answers = await Promise.all(Array.from({ length: 4 }, () => ask('POST', '/api/audiences', content, key('once-1'))));
      const [first] = answers;
      expect(answers.map(({ status, etag, location, body }) => [status, etag, location, body])).toEqual(
        Array.from({ length: 4 }, () => [201, '"1"', '/api/audiences/once', first?.body]),
      );
      // What is said since does not change what was answered, so a change made to it meets the newer one.
      await ask('PUT', '/api/audiences/once', { name: 'Newer' }, { 'if-match': '"1"' });
      expect((await ask('POST', '/api/audiences', content, key('once-1'))).body).toEqual(first?.body);
      const other = await ask('POST', '/api/audiences', content, key('once-2'));
      expect(other.body.id).toBe('once-2');
      expect((await ask('POST', '/api/audiences', content)).body.id).toBe('once-3');
    });

    test('makes one version, and no conflict with itself', async () => {
      await ask('POST', '/api/audiences', { id: 'once-more', name: 'Once more', definition: SEOUL });
      const put = (name: string, ifMatch: string, under: string) =>
        ask('PUT', '/api/audiences/once-more', { name }, { 'if-match': ifMatch, ...key(under) });
      const saved = await put('Mine', '"1"', 'put \\\\ \\" 1');
      expect(saved.etag).toBe('"2"');
      expect(await put('Mine', '"1"', 'put \\\\ \\" 1')).toEqual(saved);
      expect((await put('Mine', '"1"', 'put 2')).status).toBe(412);
      // What was refused is free to be sent again, to the version that stands.
      expect((await put('Theirs', '"1"', 'put 3')).status).toBe(412);
      expect((await put('Theirs', '"2"', 'put 3')).etag).toBe('"3"');
      expect((await ask('GET', '/api/audiences/once-more/versions')).body.versions).toHaveLength(3);
    });

    test('is refused under the key of another, which says what that one saved', async () => {
      await ask('POST', '/api/audiences', { name: 'Key', definition: SEOUL }, key('taken'));
      const other = await ask('POST', '/api/audiences', { name: 'Key, other', definition: SEOUL }, key('taken'));
      expect([other.status, other.body.code, other.body.saved]).toEqual([422, 'key-reused', { id: 'key', version: 1 }]);
      const change = await ask('PUT', '/api/audiences/key', { name: 'K' }, { 'if-match': '"1"', ...key('taken') });
      expect([change.status, change.body.code]).toEqual([422, 'key-reused']);
      expect((await ask('GET', '/api/audiences/key/versions')).body.versions).toHaveLength(1);
      for (const broken of ['bare', '""', '"a"b"', `"${'x'.repeat(256)}"`, '"a\\x"']) {
        const { status, body } = await ask(
          'POST',
          '/api/audiences',
          { name: 'K', definition: SEOUL },
          { 'idempotency-key': broken },
        );
        expect([status, body.code], broken).toEqual([400, 'invalid-option']);
      }
    });
  });

  describe('deleting', () => {
    test('is taken back: versions are read, the last or another one stands again, by whom it was made', async () => {
      await ask('POST', '/api/audiences', { id: 'lost', name: 'Lost', tags: ['lost'], definition: SEOUL });
      await ask('PUT', '/api/audiences/lost', { definition: { attribute: 'age', lt: 30 } }, { 'if-match': '"1"' });
      const standing = await ask('POST', '/api/audiences/lost/restore');
      expect([standing.status, standing.body.code]).toEqual([409, 'audience-exists']);
      const { body: before } = await ask('GET', '/api/audiences/lost');
      expect((await ask('GET', '/api/audiences/lost/versions')).body.deleted).toBeNull();
      await ask('DELETE', '/api/audiences/lost', undefined, { 'if-match': '"2"' });
      const gone = await ask('GET', '/api/audiences/lost');
      expect([gone.status, gone.body.detail]).toEqual([404, expect.stringContaining(`deleted by ${userInfo().username}`)]);
      const { body: kept } = await ask('GET', '/api/audiences/lost/versions');
      expect(audienceVersionsSchema.strict().parse(kept)).toMatchObject({
        versions: [{ version: 2 }, { version: 1, definition: SEOUL }],
        deleted: { by: userInfo().username, at: expect.stringMatching(/Z$/) },
      });
      expect((await ask('GET', '/api/audiences/lost/versions/1')).body).toEqual(kept.versions[1]);
      const listed = audienceListSchema.strict().parse((await ask('GET', '/api/audiences?deleted=true&search=lost')).body);
      expect(listed.audiences).toMatchObject([{ id: 'lost', deleted: kept.deleted }]);
      expect((await ask('GET', '/api/audiences?tag=lost')).body.audiences).toEqual([]);

      const restored = await ask('POST', '/api/audiences/lost/restore', { note: 'needed' });
      expect([restored.status, restored.etag]).toEqual([200, '"3"']);
      expect(restored.body).toMatchObject({ tags: ['lost'], note: 'needed', size: { count: 10 }, deleted: null });
      expect([restored.body.createdAt, restored.body.definition]).toEqual([before.createdAt, before.definition]);
      expect((await ask('GET', '/api/audiences/lost')).body).toEqual(restored.body);
      await ask('DELETE', '/api/audiences/lost', undefined, { 'if-match': '"3"' });
      expect((await ask('POST', '/api/audiences/lost/restore', { version: 9 })).status).toBe(404);
      expect((await ask('POST', '/api/audiences/lost/restore', { version: 0, x: 1 })).body.issues).toHaveLength(2);
      const again = { 'idempotency-key': '"restore"' };
      const older = await ask('POST', '/api/audiences/lost/restore', { version: 1 }, again);
      expect([older.etag, older.body.definition]).toEqual(['"4"', SEOUL]);
      expect(await ask('POST', '/api/audiences/lost/restore', { version: 1 }, again)).toEqual(older);
      expect((await ask('POST', '/api/audiences/never/restore')).status).toBe(404);
    });

    test('one that refers to another deleted one comes back after it', async () => {
      await ask('POST', '/api/audiences', { id: 'inner', name: 'Inner', definition: SEOUL });
      await ask('POST', '/api/audiences', { id: 'outer', name: 'Outer', definition: { audience: 'inner' } });
      for (const id of ['outer', 'inner']) await ask('DELETE', `/api/audiences/${id}`, undefined, { 'if-match': '"1"' });
      const early = await ask('POST', '/api/audiences/outer/restore');
      expect([early.status, early.body.issues[0]]).toMatchObject([
        400,
        { code: 'unknown-audience', path: 'definition.audience' },
      ]);
      await ask('POST', '/api/audiences/inner/restore');
      expect((await ask('POST', '/api/audiences/outer/restore')).status).toBe(200);
      expect((await ask('DELETE', '/api/audiences/inner', undefined, { 'if-match': '"2"' })).body.code).toBe('audience-in-use');
    });

    test('is refused while something uses it, older versions too; then its versions stay', async () => {
      await ask('POST', '/api/audiences', { id: 'base', name: 'Base', definition: SEOUL });
      await ask('POST', '/api/audiences', { id: 'middle', name: 'Middle', definition: { audience: 'base' } });
      await ask('PUT', '/api/audiences/middle', { definition: { attribute: 'age', lt: 30 } }, { 'if-match': '"1"' });
      await ask('POST', '/api/audiences', { id: 'top', name: 'Top', definition: { not: { audience: 'middle', version: 1 } } });
      const { body } = await ask('GET', '/api/audiences/base/used-by');
      expect(audienceUsesSchema.strict().parse(body).usedBy).toEqual([
        { id: 'top', version: 1, name: 'Top', through: [{ id: 'middle', version: 1 }] },
      ]);
      expect((await ask('GET', '/api/audiences/middle/used-by')).body.usedBy).toMatchObject([{ id: 'top', through: [] }]);
      const refused = await ask('DELETE', '/api/audiences/base', undefined, { 'if-match': '"1"' });
      expect([refused.status, refused.body.code, refused.body.detail]).toEqual([
        409,
        'audience-in-use',
        expect.stringContaining('"top"'),
      ]);
      expect((await ask('DELETE', '/api/audiences/top', undefined, { 'if-match': '"1"' })).status).toBe(204);
      expect((await ask('DELETE', '/api/audiences/base', undefined, { 'if-match': '"1"' })).status).toBe(204);
      expect((await ask('GET', '/api/audiences/base')).status).toBe(404);
      expect((await count({ audience: 'base' })).body.code).toBe('unknown-audience');
      const back = await ask('POST', '/api/audiences', { id: 'base', name: 'Back', definition: { attribute: 'age', lt: 22 } });
      expect([back.status, back.etag]).toEqual([201, '"2"']);
      expect((await ask('GET', '/api/audiences/base/versions')).body.versions).toMatchObject([
        { name: 'Back' },
        { name: 'Base' },
      ]);
    });
  });

  describe('the list', () => {
    test('finds by words, by tag, in its orders', async () => {
      await ask('POST', '/api/audiences', {
        id: 'list-1',
        name: 'Zebra VIP',
        tags: ['list'],
        definition: { attribute: 'age', lt: 22 },
      });
      await ask('POST', '/api/audiences', {
        id: 'list-2',
        name: '단골 고객',
        description: 'vip too',
        tags: ['list'],
        definition: SEOUL,
      });
      const list = async (query: string) =>
        audienceListSchema.strict().parse((await ask('GET', `/api/audiences?${query}`)).body);
      const ids = async (query: string) => (await list(query)).audiences.map(({ id }) => id);
      expect(await ids('tag=list')).toEqual(['list-2', 'list-1']);
      expect(await ids('tag=list&order=created')).toEqual(['list-2', 'list-1']);
      expect(await ids('tag=list&order=name')).toEqual(['list-2', 'list-1']);
      expect(await ids('tag=list&order=size')).toEqual(['list-2', 'list-1']);
      expect(await ids('search=VIP%20LIST&order=name')).toEqual(['list-2', 'list-1']);
      expect(await ids('search=zebra')).toEqual(['list-1']);
      expect(await ids(`search=${encodeURIComponent('단골')}`)).toEqual(['list-2']);
      expect(await ids('search=%25')).toEqual([]);
      expect((await list('search=zebra')).tags).toContainEqual({ tag: 'list', count: 2 });
      expect((await ask('GET', '/api/audiences?order=x&y=1')).body.issues).toHaveLength(2);
    });

    test('comes page by page, in every order, and finds by what definitions say', async () => {
      const ages = [31, 33, 35, 33, 37];
      for (const [place, age] of ages.entries()) {
        const content = { name: `Page ${10 - place}`, tags: ['paged'], definition: { attribute: 'age', gte: age } };
        expect((await ask('POST', '/api/audiences', { id: `page-${place}`, ...content })).status).toBe(201);
      }
      const list = async (query: string) =>
        audienceListSchema.strict().parse((await ask('GET', `/api/audiences?tag=paged&${query}`)).body);
      for (const order of ['updated', 'created', 'name', 'owner', 'size']) {
        const whole = await list(`order=${order}`);
        expect([whole.total, whole.cursor]).toEqual([5, null]);
        const paged: string[] = [];
        let cursor: string | null = '';
        while (cursor !== null) {
          const page: Awaited<ReturnType<typeof list>> = await list(
            `order=${order}&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
          );
          expect([page.total, page.audiences.length <= 2, page.tags]).toEqual([5, true, whole.tags]);
          paged.push(...page.audiences.map(({ id }) => id));
          cursor = page.cursor;
        }
        expect(paged, order).toEqual(whole.audiences.map(({ id }) => id));
      }
      expect((await list('order=size')).audiences.map(({ id }) => id)).toEqual([
        'page-0',
        'page-1',
        'page-3',
        'page-2',
        'page-4',
      ]);
      // One that a page ended at may be deleted: the next page begins after its place all the same.
      const first = await list('order=size&limit=2');
      await ask('DELETE', '/api/audiences/page-1', undefined, { 'if-match': '*' });
      const rest = await list(`order=size&cursor=${first.cursor}`);
      expect(rest.audiences.map(({ id }) => id)).toEqual(['page-3', 'page-2', 'page-4']);
      // Words of the sentence count as words of the name do, in either language; a change of the definition changes them.
      expect((await list('search=age%2035')).audiences.map(({ id }) => id)).toEqual(['page-2']);
      await ask('PUT', '/api/audiences/page-2', { definition: { attribute: 'age', gte: 36 } }, { 'if-match': '"1"' });
      expect((await list('search=age%2035')).audiences).toEqual([]);
      expect((await list('search=page%206%2037')).audiences.map(({ id }) => id)).toEqual(['page-4']);
      for (const query of [
        `order=name&cursor=${first.cursor}`,
        `order=size&search=x&cursor=${first.cursor}`,
        `order=size&cursor=${first.cursor}x`,
        'cursor=e30.x',
      ]) {
        const { status, body } = await ask('GET', `/api/audiences?tag=paged&${query}`);
        expect([status, body.code], query).toEqual([400, 'invalid-cursor']);
      }
      for (const limit of ['0', '1001', '-1', 'x', '1e3'])
        expect((await ask('GET', `/api/audiences?limit=${limit}`)).body.issues).toMatchObject([{ path: 'limit' }]);
      const named = await list('ids=page-4,nobody,page-0&order=created&limit=1');
      expect([named.total, named.audiences.map(({ id }) => id)]).toEqual([2, ['page-4']]);
      expect((await list(`ids=page-4,nobody,page-0&order=created&cursor=${named.cursor}`)).audiences).toMatchObject([
        { id: 'page-0' },
      ]);
      const me = userInfo().username;
      expect((await list(`owner=${encodeURIComponent(me)}`)).total).toBe(4);
      expect((await list('owner=nobody')).total).toBe(0);
      expect((await list('owner=nobody')).owners).toEqual([{ owner: me, count: expect.any(Number) }]);
      // A program reads all pages.
      const client = useOverHttp(url, {}, 2);
      const all = await client.list({ search: '', tag: 'paged', order: 'size' });
      expect([all.total, all.audiences.map(({ id }) => id)]).toEqual([4, ['page-0', 'page-3', 'page-2', 'page-4']]);
    });

    test.each(['..%2Fx', '%00', 'x%20y', 'A', '__proto__', 'x'.repeat(70), "'; drop table audiences; --"])(
      'has no audience %s',
      async (id) => {
        expect(
          (await ask('GET', `/api/audiences/${id.replaceAll("'", '%27').replaceAll(' ', '%20').replaceAll(';', '%3B')}`))
            .status,
        ).toBe(404);
        expect((await count({ audience: decodeURIComponent(id) })).body.code).toBe('unknown-audience');
      },
    );

    test('text that looks like code is text', async () => {
      const name = `<img src=x onerror=alert(1)>'; drop table audiences; -- \${x}`;
      const { body } = await ask('POST', '/api/audiences', { name, tags: [name.slice(0, 50)], definition: SEOUL });
      expect(body).toMatchObject({ id: 'img-src-x-onerror-alert-1-drop-table-audiences-x', name, tags: [name.slice(0, 50)] });
    });
  });
}
