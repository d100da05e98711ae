import { expect, it } from 'vitest';
import { ExactNumber, toPlainValue } from '../../src/text/plain-value.ts';
import { writeJsonText } from '../../src/text/write-json-text.ts';

it('writes numbers of YAML in the form of JSON, without changing them', () => {
  const forms = ['+5', '007', '.5', '1.', '-00.50', '+0e5', '1e400', '0.10'];
  expect(writeJsonText(forms.map((text) => new ExactNumber(text)))).toBe('[5,7,0.5,1,-0.50,0e5,1e400,0.10]');
});

it('writes keys and texts as JSON does', () => {
  expect(writeJsonText({ 'a"b': ['\u2028', null, true], __proto__x: {} })).toBe(
    '{"a\\"b":["\u2028",null,true],"__proto__x":{}}',
  );
});

it('takes data of a program by its shortest decimals and refuses what JSON has not', () => {
  expect(toPlainValue({ a: 0.1, b: [10n], c: undefined })).toEqual({ a: new ExactNumber('0.1'), b: [new ExactNumber('10')] });
  expect(() => toPlainValue({ a: Number.NaN })).toThrow(TypeError);
  expect(() => toPlainValue([undefined])).toThrow(TypeError);
});
