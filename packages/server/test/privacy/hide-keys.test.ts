import { SilhouetteError } from '@silhouette/model';
import { expect, test } from 'vitest';
import { hideKeys } from '../../src/privacy/hide-keys.ts';

const KEY = 'O\'Neil "7"';

test('what a database or SQL says may quote a key in any form: nothing of it is kept', () => {
  class DatabaseError extends Error {
    readonly code = '23505';
  }
  const error = new DatabaseError(`Key (x)=(${KEY}) exists\n    at C-00017`, { cause: new Error(KEY) });
  const hidden = hideKeys(error, [KEY]);
  expect(hidden.message).toBe('DatabaseError (23505): what it says may name whom the erasure is about.');
  expect(hidden.cause).toBeUndefined();
  expect(hidden.stack).toMatch(/\n {4}at .*hide-keys\.test\.ts/);
  expect(`${hidden.stack}`).not.toMatch(/Neil|C-00017/);
  expect(hideKeys(KEY, [KEY]).message).not.toContain('Neil');
});

test.each([
  ['as it is', KEY],
  ['as SQL', "'O\\'Neil \"7\"'"],
  ['as CSV', `"O'Neil ""7"""`],
  ['as JSON', JSON.stringify(JSON.stringify({ customers: [KEY] }))],
  ['in another case', KEY.toUpperCase()],
])('our own errors do not keep a message that names one: %s', (_how, quoted) => {
  const hidden = hideKeys(SilhouetteError.of('engine-failed', `Cannot parse ${quoted}.`), [KEY]);
  expect(hidden.message).toBe('SilhouetteError (engine-failed): what it says may name whom the erasure is about.');
});

test('our own errors keep one that names nobody, without what caused them', () => {
  const hidden = hideKeys(SilhouetteError.of('disk-full', 'There is no room.', '', new Error(KEY)), [KEY]);
  expect(hidden).toMatchObject({ code: 'disk-full', message: 'There is no room.' });
  expect(hidden.cause).toBeUndefined();
});
