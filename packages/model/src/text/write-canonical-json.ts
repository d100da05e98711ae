import canonicalizeModule from 'canonicalize';
import type { PlainValue } from './plain-value.ts';
import type { JsonData } from './to-json-data.ts';

// The package is CommonJS whose export is the function itself; its types tell of an ES module's default export instead.
const canonicalize = canonicalizeModule as unknown as typeof canonicalizeModule.default;

/** The RFC 8785 text of data: one text for equal data, whatever the order of its keys. Exact numbers become decimal text. */
export function writeCanonicalJson(data: JsonData | PlainValue): string {
  const text = canonicalize(data);
  if (text === undefined) throw new TypeError('Data always has a canonical text.');
  return text;
}
