import { assertNever, type ValueType } from '@silhouette/model';

/** What a ClickHouse type holds, as far as reading values goes. */
export type NativeType =
  | { readonly kind: 'text' }
  | { readonly kind: 'integer'; readonly bits: number }
  | { readonly kind: 'float' }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'date' }
  /** `zone` null: a time without zone. */
  | { readonly kind: 'datetime'; readonly scale: number; readonly zone: string | null }
  | { readonly kind: 'list'; readonly element: NativeType }
  | { readonly kind: 'none' }
  | { readonly kind: 'unsupported'; readonly name: string };

/** Reads the name of a ClickHouse type; `Nullable` and `LowCardinality` around it do not matter. */
export function parseNativeType(name: string): NativeType {
  const wrapped = /^(?:Nullable|LowCardinality)\((.*)\)$/s.exec(name);
  if (wrapped !== null) return parseNativeType(wrapped[1] ?? '');
  const list = /^Array\((.*)\)$/s.exec(name);
  if (list !== null) return parseList(list[1] ?? '', name);
  const integer = /^U?Int(\d+)$/.exec(name);
  if (integer !== null) return { kind: 'integer', bits: Number(integer[1]) };
  const decimal = /^Decimal\((\d+), ?(\d+)\)$/.exec(name);
  if (decimal !== null) return { kind: 'decimal', precision: Number(decimal[1]), scale: Number(decimal[2]) };
  const time = /^DateTime(?:\('(.*)'\)|64\((\d)(?:, ?'(.*)')?\))?$/.exec(name);
  if (time !== null) return { kind: 'datetime', scale: Number(time[2] ?? 0), zone: time[1] ?? time[3] ?? null };
  if (/^(String|FixedString\(\d+\)|UUID|IPv[46]|Enum(8|16)\(.*\))$/s.test(name)) return { kind: 'text' };
  if (/^(Float(32|64)|BFloat16)$/.test(name)) return { kind: 'float' };
  if (name === 'Bool') return { kind: 'boolean' };
  if (name === 'Date' || name === 'Date32') return { kind: 'date' };
  if (name === 'Nothing') return { kind: 'none' };
  return { kind: 'unsupported', name };
}

function parseList(elementName: string, name: string): NativeType {
  const element = parseNativeType(elementName);
  return element.kind === 'list' || element.kind === 'unsupported' ? { kind: 'unsupported', name } : { kind: 'list', element };
}

/** The type of the values of a ClickHouse type, where the catalog declares none; what no other type fits is a category. */
export function valueTypeOf(name: string): ValueType {
  const native = parseNativeType(name);
  switch (native.kind) {
    case 'integer':
    case 'float':
    case 'decimal':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'date':
      return 'date';
    case 'datetime':
      return 'datetime';
    case 'list':
      return 'tags';
    case 'text':
    case 'none':
    case 'unsupported':
      return 'category';
    default:
      return assertNever(native);
  }
}
