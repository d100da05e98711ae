import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RowMarks, readRowId } from '../../src/exports/row-marks.ts';

const EXPORT = 'AAAAAAAAAAAAAAAAAAAAAA';
const marks = new RowMarks(Buffer.from('a secret of this server'));

describe('ids of rows', () => {
  test('are of their export and number alone, and read back in any case', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 22, maxLength: 22 }), fc.integer({ min: 1, max: 100_000_000 }), (id, row) => {
        const text = marks.makeIds(id)(row);
        expect(text).toMatch(/^[A-Z2-7]{8}-\d+-[A-Z2-7]{8}$/);
        const read = readRowId(` ${text.toLowerCase()}\n`);
        if (read === null) throw new Error(`${text} is not read.`);
        expect(read).toMatchObject({ mark: marks.markOf(id), row });
        expect(marks.isOf(id, read)).toBe(true);
        expect(marks.isOf(`${id}x`, read)).toBe(false);
        expect(marks.isOf(id, { ...read, row: row + 1 })).toBe(false);
      }),
    );
  });

  test('are read by the secret of before, and by no other', () => {
    const read = readRowId(marks.makeIds(EXPORT)(7));
    if (read === null) throw new Error('The id is not read.');
    const secrets = [Buffer.from('older'), Buffer.from('a secret of this server')];
    expect(new RowMarks(Buffer.from('newer'), secrets).isOf(EXPORT, read)).toBe(true);
    expect(new RowMarks(Buffer.from('newer')).isOf(EXPORT, read)).toBe(false);
    expect(new RowMarks(Buffer.from('newer')).markOf(EXPORT)).not.toBe(marks.markOf(EXPORT));
  });

  test.each(['', 'K7Q2M9XA', 'K7Q2M9XA-0-B3ZD5HPN', 'K7Q2M9XA-01-B3ZD5HPN', 'K7Q2M9X1-1-B3ZD5HPN', "'K7Q2M9XA-1-B3ZD5HPN;"])(
    '%j is none',
    (text) => expect(readRowId(text)).toBeNull(),
  );
});
