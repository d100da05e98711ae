import { quoteShort } from './quote.ts';

const SIMPLE_KEY = /^[\p{L}\p{N}_$-]+$/u;

/** The path of a key below `path`: `all[0].where`, or `values["a b"]` where the key is not a plain word. Long keys are shortened. */
export function joinKey(path: string, key: string): string {
  if (key.length > 80 || !SIMPLE_KEY.test(key)) return `${path}[${quoteShort(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}

/** The path of an item (from 0) of the list at `path`: `all[0]`. */
export function joinIndex(path: string, index: number): string {
  return `${path}[${index}]`;
}
