import { stringify } from 'lossless-json';
import { ExactNumber, type PlainValue } from './plain-value.ts';
import { quoteShort } from './quote.ts';

const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/**
 * Writes plain data as JSON text that `parseJsonText` reads back to the same values: numbers with all their digits
 * (forms that only YAML has, such as `+5` or `007`, in JSON's).
 * @param indent spaces per level; 0 writes one line
 */
export function writeJsonText(value: PlainValue, indent = 0): string {
  const text = stringify(value, null, indent, [
    { test: (part) => part instanceof ExactNumber, stringify: (part) => writeNumber(String(part)) },
  ]);
  if (text === undefined) throw new TypeError('Plain data always has a JSON text.');
  return text;
}

/** The number in JSON's form: no plus sign, no leading zeros, digits on both sides of the point. */
function writeNumber(text: string): string {
  if (JSON_NUMBER.test(text)) return text;
  const match = /^([-+]?)0*(\d*)(?:\.(\d*))?([eE][-+]?\d+)?$/.exec(text);
  if (match === null) throw new TypeError(`${quoteShort(text)} is not a number.`);
  const [, sign, whole = '', fraction = '', exponent = ''] = match;
  return `${sign === '-' ? '-' : ''}${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}${exponent}`;
}
