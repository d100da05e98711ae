import type { Field } from '@silhouette/model';
import { fileSql, quoteIdentifier } from '../chdb/sql-text.ts';

/** Bits of one packed number. */
const PACKED_BITS = 256;
/** More values than this are not worth a list of them in the statement. */
const MAX_LISTED = 20_000;

/** A field whose values are numbered: `listSql` is its values in order; number 0 is missing. */
interface NumberedField {
  readonly listSql: string;
  readonly shift: number;
  readonly bits: number;
}

/**
 * First and last values of several fields at once. Texts in the state of an aggregate cost a hundred bytes per customer and
 * window; here each row's values are numbers from short lists, side by side in one 256-bit number, and one aggregate per
 * window and end finds the row for all fields.
 */
export class EndValues {
  /** The packed number's columns: `<expression> AS <name>`, over the event's file. */
  readonly columns: readonly string[];
  private readonly fields = new Map<string, NumberedField & { readonly column: string }>();

  /** Takes those of `fields` that are categories of few values; `eventFile` is the shard's file of the event. */
  constructor(fields: readonly Field[], eventFile: string) {
    const packs: string[][] = [];
    let used = PACKED_BITS;
    for (const { id, type, stats } of fields) {
      if (type !== 'category' || stats.distinct === null || stats.distinct > MAX_LISTED) continue;
      const bits = Math.ceil(Math.log2(stats.distinct + 2));
      if (used + bits > PACKED_BITS) {
        packs.push([]);
        used = 0;
      }
      const column = quoteIdentifier(id);
      // Never empty, as `transform` wants it; an empty text is no value, so that no row has the number of that place.
      const listSql = `(SELECT arrayPushFront(arraySort(groupUniqArray(assumeNotNull(${column}))), '') FROM ${fileSql([eventFile])} WHERE isNotNull(${column}))`;
      const code = `transform(ifNull(${column}, ''), ${listSql}, range(toUInt32(length(${listSql}))), toUInt32(0))`;
      packs.at(-1)?.push(`bitShiftLeft(toUInt256(${code}), ${used})`);
      this.fields.set(id, { listSql, shift: used, bits, column: `_pack${packs.length - 1}` });
      used += bits;
    }
    this.columns = packs.map((terms, index) => `${terms.join(' + ')} AS _pack${index}`);
  }

  /** SQL of the value in the row that is first or last by `order`; null when the field is not among them. */
  valueSql(end: 'first' | 'last', field: string, order: string, condition: string): string | null {
    const numbered = this.fields.get(field);
    if (numbered === undefined) return null;
    const { listSql, shift, bits, column } = numbered;
    const packed = `${end === 'first' ? 'argMinIf' : 'argMaxIf'}(e.${column}, ${order}, ${condition})`;
    const code = `toUInt32(bitAnd(bitShiftRight(${packed}, ${shift}), toUInt256(${2 ** bits - 1})))`;
    return `if(${code} = 0, NULL, toNullable(arrayElement(${listSql}, ${code} + 1)))`;
  }
}
