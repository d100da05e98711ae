import type { SavedAudience } from '@silhouette/model';
import { describe, expect, it } from 'vitest';
import { findAudiences } from '../../src/features/audiences/find-audiences.ts';

function make(id: string, part: Partial<SavedAudience>): SavedAudience {
  return {
    id,
    version: 1,
    name: id,
    description: null,
    tags: [],
    definition: { all: [] },
    hash: 'sha256:0',
    size: { count: 0, base: 0, snapshot: 's', asOf: '2026-01-01T00:00:00.000Z' },
    note: null,
    sentence: null,
    issues: [],
    createdAt: '2026-01-01T00:00:00.000Z',
    createdBy: 'x',
    updatedAt: '2026-01-01T00:00:00.000Z',
    updatedBy: 'x',
    ...part,
  };
}
const size = (count: number) => ({ count, base: 9, snapshot: 's', asOf: '2026-01-01T00:00:00.000Z' });
const audiences = [
  make('a', { name: 'Group 10', tags: ['봄'], size: size(5), updatedAt: '2026-01-03T00:00:00Z', description: 'Lapsed' }),
  make('b', { name: 'group 9', tags: ['봄', 'vip'], size: size(7), createdAt: '2026-02-01T00:00:00Z' }),
  make('c', { name: '서울 여성', sentence: { ko: '지역이 서울', en: 'region is Seoul' }, updatedAt: '2026-01-02T00:00:00Z' }),
];
const find = (view: Partial<Parameters<typeof findAudiences>[1]>, lang: 'ko' | 'en' = 'en') =>
  findAudiences(audiences, { search: '', tag: null, order: 'updated', ...view }, lang).map(({ id }) => id);

describe('audiences of the library', () => {
  it('stand in the order asked for, equal ones as they came', () => {
    expect(find({ order: 'updated' })).toEqual(['a', 'c', 'b']);
    expect(find({ order: 'created' })).toEqual(['b', 'a', 'c']);
    expect(find({ order: 'name' })).toEqual(['b', 'a', 'c']);
    expect(find({ order: 'size' })).toEqual(['b', 'a', 'c']);
  });

  it('are found by every word in name, id, description, tags or the sentence of the language', () => {
    expect(find({ search: 'GROUP vip' })).toEqual(['b']);
    expect(find({ search: ' lapsed ' })).toEqual(['a']);
    expect(find({ search: 'seoul' })).toEqual(['c']);
    expect(find({ search: 'seoul' }, 'ko')).toEqual([]);
    expect(find({ search: '여성'.normalize('NFD') })).toEqual(['c']);
    expect(find({ search: 'group nobody' })).toEqual([]);
  });

  it('are those with the tag, the whole of it', () => {
    expect(find({ tag: '봄' })).toEqual(['a', 'b']);
    expect(find({ tag: 'vi' })).toEqual([]);
  });
});
