import type { AudienceList } from '@silhouette/model';
import { expect, it } from 'vitest';
import { mergePages, writeListPath } from '../../src/api/audience-list.ts';

it('asks for a page by what is set, and no more', () => {
  const view = { search: '', tag: null, owner: null, isDeleted: false, order: 'updated' } as const;
  expect(writeListPath(view, 100, null)).toBe('/api/audiences?order=updated&limit=100');
  expect(writeListPath({ ...view, search: ' a&b ', tag: '봄 #1', order: 'name' }, 51, 'x.y')).toBe(
    `/api/audiences?order=name&limit=51&search=+a%26b+&tag=${encodeURIComponent('봄')}+%231&cursor=x.y`,
  );
  expect(writeListPath({ ...view, search: '  ' }, 1, null)).toBe('/api/audiences?order=updated&limit=1');
});

it('asks for those of one person, and for deleted ones', () => {
  const view = { search: '', tag: null, owner: 'a&b', isDeleted: true, order: 'owner' } as const;
  expect(writeListPath(view, 9, null)).toBe('/api/audiences?order=owner&limit=9&owner=a%26b&deleted=true');
});

it('shows one that was changed between two pages once, as the later page has it', () => {
  // What is merged is told by id; nothing else of an audience is read.
  const page = (...listed: readonly [string, number][]) =>
    ({
      audiences: listed.map(([id, version]) => ({ id, version })),
      total: 3,
      cursor: null,
      tags: [],
      owners: [],
    }) as unknown as AudienceList;
  const merged = mergePages([page(['a', 1], ['b', 1]), page(['b', 2], ['c', 1])]);
  expect(merged.map(({ id, version }) => [id, version])).toEqual([
    ['a', 1],
    ['b', 2],
    ['c', 1],
  ]);
});
