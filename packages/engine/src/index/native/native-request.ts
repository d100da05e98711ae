/** A ClickHouse type whose values travel as integers of 1, 4, 8 or 16 bytes, as it stands in a file's declared structure. */
export type WireType = 'UInt8' | 'Int32' | 'UInt32' | 'Int64' | "DateTime64(3, 'UTC')" | `Decimal(${9 | 18 | 38}, ${number})`;

/**
 * A column of whole numbers, read as codes 0 … `most`: value = `base` + code, where a `Decimal(n, d)` counts in 10^-d, a
 * date in days and an instant in ms since 1970. A value outside of `base` … `base + most` ends the reading with an error.
 */
export interface IntegersRequest {
  readonly kind: 'integers';
  /** The column's name in the file. */
  readonly column: string;
  /** What the column is declared as: a decimal narrower than the file's reads faster; too narrow is an error. Scales must agree. */
  readonly wire: WireType;
  /** Whether values may be missing; where one is although this is false, reading ends with an error. */
  readonly nullable: boolean;
  readonly base: bigint;
  /** Largest code. From 2^31 on the wire must have 8 or 16 bytes. */
  readonly most: bigint;
}

/** A column to read: whole numbers, texts (`Nullable(String)`), or lists of texts (`Array(String)`). */
export type NativeRequest =
  | IntegersRequest
  | { readonly kind: 'texts'; readonly column: string }
  | { readonly kind: 'lists'; readonly column: string };

/** Bytes of one code. */
export type CodeWidth = 1 | 2 | 4 | 8 | 16;

/** Codes of texts, one to a row or to an element. */
export type TextCodes = Uint8Array | Uint16Array | Uint32Array;

/** One requested column of one block. All memory belongs to the reader and is valid until the next block is asked for. */
export type NativeColumn =
  | {
      readonly kind: 'integers';
      readonly width: CodeWidth;
      /** `rows * width` bytes of unsigned little-endian codes, at a multiple of 8 of their buffer; missing rows have code 0. */
      readonly bytes: Uint8Array;
      /** 1 where the value is missing; null where the request is not nullable. */
      readonly nulls: Uint8Array | null;
    }
  | {
      readonly kind: 'texts';
      /** Distinct texts. The first is the empty text, whether or not a row has it; every other is some row's. */
      readonly values: readonly string[];
      /** One a row: 0 = missing, i + 1 = `values[i]`. */
      readonly codes: TextCodes;
    }
  | {
      readonly kind: 'lists';
      /** Distinct texts of all elements; the first, if any, is the empty text, whether or not an element is. */
      readonly values: readonly string[];
      /** One a row: where its elements end in `codes`; they begin where the row's before end. */
      readonly ends: Uint32Array;
      /** One an element: i = `values[i]`. */
      readonly codes: TextCodes;
    };

/** Consecutive rows of a file. */
export interface NativeBlock {
  /** Position of the first row in the file, from 0. */
  readonly firstRow: number;
  /** At least 1. */
  readonly rows: number;
  /** In the order of the requests. */
  readonly columns: readonly NativeColumn[];
}

/** Bytes of one value of a type, before the base is taken off. */
export function wireBytes(wire: WireType): 1 | 4 | 8 | 16 {
  if (wire === 'UInt8') return 1;
  if (wire === 'Int32' || wire === 'UInt32' || wire.startsWith('Decimal(9,')) return 4;
  return wire.startsWith('Decimal(38,') ? 16 : 8;
}

/**
 * Bytes of one code of a request.
 * @throws RangeError when the wire cannot carry such values.
 */
export function codeWidth({ column, wire, base, most }: IntegersRequest): CodeWidth {
  const bytes = wireBytes(wire);
  const bits = BigInt(bytes * 8);
  const [least, end] = wire.startsWith('U') ? [0n, 1n << bits] : [-(1n << (bits - 1n)), 1n << (bits - 1n)];
  if (base < least || most < 0n || base + most >= end || (bytes === 4 && most >= 1n << 31n))
    throw new RangeError(`Values ${base} to ${base + most} of "${column}" do not fit ${wire}.`);
  if (bytes === 16 || most >= 1n << 31n) return most < 1n << 64n ? 8 : 16;
  if (most < 1n << 8n) return 1;
  return most < 1n << 16n ? 2 : 4;
}

/** The ClickHouse type a request's column is declared as, written as ClickHouse writes it. */
export function declaredType(request: NativeRequest): string {
  if (request.kind === 'texts') return 'LowCardinality(Nullable(String))';
  if (request.kind === 'lists') return 'Array(LowCardinality(String))';
  return request.nullable ? `Nullable(${request.wire})` : request.wire;
}
