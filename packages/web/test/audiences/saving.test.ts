import type { SavedAudience } from '@silhouette/model';
import { describe, expect, it } from 'vitest';
import { isAlreadySaved } from '../../src/features/audiences/is-already-saved.ts';
import { listTheirChanges } from '../../src/features/audiences/list-their-changes.ts';
import { type AudienceForm, checkForm, sortIssues } from '../../src/features/audiences/read-save-problems.ts';
import { selectChanges } from '../../src/features/audiences/select-changes.ts';
import { writeExportRequest } from '../../src/features/exports/use-exports.ts';
import { en } from '../../src/i18n/en.ts';
import { ko } from '../../src/i18n/ko.ts';

const form: AudienceForm = { name: 'VIP', description: '', tags: [], note: '' };

describe('a form', () => {
  it('is checked by the limits of the server, in characters', () => {
    expect(checkForm(form, en)).toEqual({ name: null, description: null, tags: null, note: null });
    expect(checkForm({ ...form, name: ' ' }, en).name).toBe(en.audiences.save.needsName);
    expect(checkForm({ ...form, name: '😀'.repeat(200) }, en).name).toBeNull();
    expect(checkForm({ ...form, name: 'x'.repeat(201) }, ko).name).toContain('200');
    expect(checkForm({ ...form, tags: ['x'.repeat(61)] }, en).tags).toContain('60');
    expect(checkForm({ ...form, tags: Array.from({ length: 51 }, (_, n) => String(n)) }, en).tags).toContain('50');
    expect(checkForm({ ...form, note: 'x'.repeat(501) }, en).note).toContain('500');
    expect(checkForm({ ...form, description: 'x'.repeat(5001) }, en).description).toContain('5000');
  });

  it('shows what the server says at the field it is about, the rest by itself', () => {
    const { fields, others } = sortIssues(
      [
        { path: 'name', code: 'invalid-value', message: 'A.' },
        { path: 'tags[2]', code: 'invalid-value', message: 'B.' },
        { path: 'definition.all[0].audience', code: 'audience-cycle', message: 'C.' },
        { path: 'nameless', code: 'invalid-json', message: 'D.' },
      ],
      en,
    );
    expect(fields).toEqual({
      name: 'This value is not possible here. A.',
      description: null,
      tags: 'This value is not possible here. B.',
      note: null,
    });
    expect(others).toEqual([`${en.audiences.save.cycle} C.`, 'D.']);
  });

  it('sends only what was changed, so that others’ changes of the rest stay', () => {
    const before = { name: 'A', description: null, tags: ['x', 'y'] };
    expect(selectChanges(before, { ...before, tags: ['x', 'y'] })).toEqual({});
    expect(selectChanges(before, { name: 'B', description: null, tags: ['y', 'x'] })).toEqual({ name: 'B', tags: ['y', 'x'] });
    expect(selectChanges({ ...before, description: 'd' }, before)).toEqual({ description: null });
  });
});

describe('what somebody else changed', () => {
  const before = { name: 'A', description: null, tags: ['x'], definition: { all: [] }, sentence: null, note: null };

  it('is told field by field', () => {
    const theirs = {
      name: 'B',
      description: 'd',
      tags: [],
      definition: { any: [] },
      sentence: { ko: '아무도', en: 'Nobody' },
      note: 'n',
    };
    expect(listTheirChanges(before, theirs, en, 'en')).toEqual([
      'Name: B',
      'Description: d',
      'Tags: –',
      'the conditions: Nobody',
      '“n”',
    ]);
  });

  it('is said to be nothing when it is', () => {
    expect(listTheirChanges(before, { ...before, tags: ['x'] }, ko, 'ko')).toEqual([ko.audiences.conflict.theirNothing]);
  });
});

describe('what is to be saved', () => {
  // Of what stands only these are read.
  const stands = {
    name: 'A',
    description: null,
    tags: ['x'],
    note: 'n',
    definition: { attribute: 'gender', eq: 'F' },
  } as unknown as SavedAudience;

  it('stands already when nothing of it differs, however it is written', () => {
    const same = { attribute: 'gender', in: ['F'] };
    expect(isAlreadySaved({ definition: same, note: '' }, stands)).toBe(true);
    expect(isAlreadySaved({ definition: null, name: 'A', tags: ['x'], note: 'n' }, stands)).toBe(true);
    expect(isAlreadySaved({ definition: same, note: 'mine' }, stands)).toBe(false);
    expect(isAlreadySaved({ definition: null, name: 'B', note: '' }, stands)).toBe(false);
    expect(isAlreadySaved({ definition: null, description: 'd', note: '' }, stands)).toBe(false);
    expect(isAlreadySaved({ definition: { attribute: 'gender', in: ['M'] }, note: '' }, stands)).toBe(false);
  });
});

describe('an export', () => {
  const question = { audience: { audience: 'vip', version: 2 }, asOf: '2026-01-01T00:00:00.000Z', snapshot: 's' };
  const form = { question, attributes: ['age'], format: 'csv', spreadsheetSafe: true, purpose: '' } as const;

  it('of a saved audience is asked for as such, of what stands on the screen', () => {
    expect(writeExportRequest({ ...form, audience: { id: '여성', version: 2, name: 'VIP' } })).toEqual({
      path: `/api/audiences/${encodeURIComponent('여성')}/export`,
      body: {
        version: 2,
        asOf: question.asOf,
        snapshot: 's',
        attributes: ['age'],
        format: 'csv',
        spreadsheetSafe: true,
      },
    });
    expect(writeExportRequest({ ...form, format: 'parquet', purpose: 'why', audience: null })).toEqual({
      path: '/api/exports',
      body: { ...question, attributes: ['age'], format: 'parquet', purpose: 'why' },
    });
  });
});
