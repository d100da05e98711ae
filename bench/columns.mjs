// How the peers keep the columns that questions need: as small as a careful user of theirs would choose by hand. Categories and
// booleans are codes (LowCardinality, ENUM), numbers whole units of their decimals in 32 or 64 bits, dates days, text only whether
// it is there. A column without missing values is not nullable. Tags and datetimes are in no question of the benchmark.

/** Columns by attribute or field id; ids whose type the benchmark leaves out are not in the map. */
export function describeColumns(described) {
  return new Map(described.flatMap((one) => describeColumn(one) ?? []).map((column) => [column.id, column]));
}

function describeColumn({ id, type, decimals, stats }) {
  const column = { id, type, decimals, isNullable: stats.missing > 0 };
  switch (type) {
    case 'category':
    case 'boolean':
      return [{ ...column, kind: 'code' }];
    case 'number':
      return [{ ...column, kind: 'whole', bits: fitsIn32Bits(stats, decimals) ? 32 : 64 }];
    case 'date':
      return [{ ...column, kind: 'whole', bits: 32 }];
    case 'text':
      return [{ ...column, kind: 'present' }];
    default:
      return null;
  }
}

function fitsIn32Bits({ min, max }, decimals) {
  return [min, max].every((text) => text !== null && Math.abs(Number(text)) * 10 ** decimals < 2 ** 31);
}

/** Both engines write identifiers of the catalog so (letters, digits and `_`, but also Hangul). */
export const quote = (id) => `"${id.replaceAll('"', '""')}"`;

/** SQL of both engines: who is in the base at an instant. */
export function baseSql(asOfMs) {
  return `((_in_table AND coalesce(_since_ms < ${asOfMs}, true)) OR coalesce(_first_event_ms < ${asOfMs}, false))`;
}
