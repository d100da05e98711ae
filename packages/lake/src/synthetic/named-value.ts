/** A code as rows carry it, its name in both languages, and how common it is. */
export interface NamedValue {
  readonly code: string;
  readonly ko: string;
  readonly en: string;
  /** Relative; any scale. */
  readonly weight: number;
}

/** Values from compact lines `code ko|en weight`. A ko or en name may hold spaces. */
export function readNamedValues(text: string): readonly NamedValue[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const match = /^\s*(\S+)\s+([^|]+)\|(.+?)\s+(\d+(?:\.\d+)?)\s*$/.exec(line);
      if (match === null) throw new RangeError(`A line of values must be \`code ko|en weight\`, not \`${line}\`.`);
      const [, code = '', ko = '', en = '', weight = ''] = match;
      return { code, ko, en, weight: Number(weight) };
    });
}

/** Position (from 0) of a code in a list. @throws RangeError when it is not there */
export function findCode(values: readonly { readonly code: string }[], code: string): number {
  const position = values.findIndex((value) => value.code === code);
  if (position < 0) throw new RangeError(`There is no "${code}".`);
  return position;
}
