import { describe, expect, it } from 'vitest';
import { hashPredicate } from '../../src/predicate/hash-predicate.ts';
import { type AudienceResolver, type ResolvedAudiences, resolveAudiences } from '../../src/predicate/resolve-audiences.ts';
import { parseJsonText } from '../../src/text/parse-json-text.ts';
import { CATALOG, read } from './test-catalog.ts';

/** Versions of audiences by id, oldest first, as JSON. */
type Library = Readonly<Record<string, readonly string[]>>;

async function resolve(definition: string, library: Library, asked: string[] = []): Promise<ResolvedAudiences> {
  const resolver: AudienceResolver = async (id, version) => {
    asked.push(`${id} ${version}`);
    const versions = library[id] ?? [];
    const text = versions[(version ?? versions.length) - 1];
    return text === undefined ? null : { version: version ?? versions.length, definition: parseJsonText(text) };
  };
  return resolveAudiences(read(definition), resolver, { catalog: CATALOG });
}

describe('resolveAudiences', () => {
  it('replaces references, within references too, and lists the versions used', async () => {
    const library = {
      vip: ['{"attribute":"tier","eq":"VIP"}', '{"all":[{"audience":"adults"},{"attribute":"tier","in":["VIP","Gold"]}]}'],
      adults: ['{"attribute":"age","gte":19}'],
    };
    const asked: string[] = [];
    const resolved = await resolve(
      '{"any":[{"not":{"audience":"vip"}},{"audience":"adults"},{"audience":"vip","version":1}]}',
      library,
      asked,
    );
    const expected = read(
      '{"any":[{"not":{"all":[{"attribute":"age","gte":19},{"attribute":"tier","in":["VIP","Gold"]}]}},{"attribute":"age","gte":19},{"attribute":"tier","eq":"VIP"}]}',
    );
    expect(resolved).toEqual({
      ok: true,
      predicate: expected,
      audiences: [
        { id: 'vip', version: 2 },
        { id: 'adults', version: 1 },
        { id: 'vip', version: 1 },
      ],
      names: new Map(),
    });
    expect(asked).toEqual(['vip null', 'adults null', 'vip 1']);
    if (resolved.ok) expect(hashPredicate(resolved.predicate)).toBe(hashPredicate(expected));
  });

  it('tells the names of those that stand in the definition itself', async () => {
    const resolver: AudienceResolver = async (id) => {
      const definition = parseJsonText(id === 'outer' ? '{"audience":"inner"}' : '{"event":"purchase"}');
      return { version: 1, definition, ...(id === 'unnamed' ? {} : { name: `the ${id}` }) };
    };
    const written = read('{"any":[{"audience":"outer"},{"not":{"audience":"unnamed"}}]}');
    const resolved = await resolveAudiences(written, resolver, { catalog: CATALOG });
    expect(resolved).toMatchObject({ ok: true, names: new Map([['outer', 'the outer']]) });
  });

  it('leaves a definition without references as it is', async () => {
    const resolved = await resolve('{"event":"purchase"}', {});
    expect(resolved).toEqual({ ok: true, predicate: read('{"event":"purchase"}'), audiences: [], names: new Map() });
  });

  it('reports unknown audiences, unknown versions and broken definitions all at once, where they are referred to', async () => {
    const library = { old: ['{"attribute":"gone","eq":1}'], deep: ['{"not":{"audience":"nope"}}'], vip: ['{"all":[]}'] };
    const resolved = await resolve(
      '{"all":[{"audience":"nobody"},{"audience":"vip","version":7},{"not":{"audience":"old"}},{"any":[{"audience":"deep"}]}]}',
      library,
    );
    expect(resolved.ok ? [] : resolved.issues).toMatchObject([
      { path: 'all[0].audience', code: 'unknown-audience', message: expect.stringContaining('"nobody"') },
      { path: 'all[1].audience', code: 'unknown-audience', message: expect.stringContaining('version 7') },
      {
        path: 'all[2].not.audience',
        code: 'unknown-attribute',
        message: expect.stringMatching(/audience "old" \(version 1\), at attribute: .*"gone"/),
      },
      {
        path: 'all[3].any[0].audience',
        code: 'unknown-audience',
        message: expect.stringMatching(/audience "deep" \(version 1\), at not\.audience: .*"nope"/),
      },
    ]);
  });

  it('names the chain of a cycle', async () => {
    const library = { a: ['{"not":{"audience":"b"}}'], b: ['{"all":[{"audience":"c"}]}'], c: ['{"audience":"b"}'] };
    const resolved = await resolve('{"audience":"a"}', library);
    expect(resolved.ok ? [] : resolved.issues).toMatchObject([
      { code: 'audience-cycle', message: expect.stringContaining('"b" → "c" → "b"') },
    ]);
    const self = await resolve('{"audience":"s"}', { s: ['{"audience":"s"}'] });
    expect(self.ok ? [] : self.issues).toMatchObject([
      { path: 'audience', code: 'audience-cycle', message: expect.stringContaining('"s" → "s"') },
    ]);
  });

  it('takes an older version of itself for what it is: no cycle', async () => {
    const resolved = await resolve('{"audience":"a"}', { a: ['{"customers":["x"]}', '{"not":{"audience":"a","version":1}}'] });
    expect(resolved).toMatchObject({ ok: true, predicate: read('{"not":{"customers":["x"]}}') });
  });

  it('holds the limits for the whole, without walking what doubles at every step', async () => {
    const doubling: Record<string, string[]> = { d0: ['{"customers":["x"]}'] };
    for (let step = 1; step <= 60; step += 1) {
      doubling[`d${step}`] = [`{"all":[{"audience":"d${step - 1}"},{"audience":"d${step - 1}"}]}`];
    }
    const large = await resolve('{"audience":"d60"}', doubling);
    expect(large.ok ? [] : large.issues).toMatchObject([{ code: 'too-large' }]);
    expect((await resolve('{"audience":"d12"}', doubling)).ok).toBe(true);
    const nots = (levels: number, inner: string): string => `${'{"not":'.repeat(levels)}${inner}${'}'.repeat(levels)}`;
    const library = { deep: [nots(100, '{"all":[]}')] };
    expect((await resolve(nots(99, '{"audience":"deep"}'), library)).ok).toBe(true);
    const deep = await resolve(nots(100, '{"audience":"deep"}'), library);
    expect(deep.ok ? [] : deep.issues).toMatchObject([{ code: 'too-deep' }]);
  });
});
