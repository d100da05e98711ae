import type { TimeZone } from '@silhouette/model';
import { DAY_MS, FIRST_DAY, LAST_DAY } from '@silhouette/model';
import type { LocalRange } from './value-sql.ts';

/** SQL of the instant of a local time, and of how that local time existed (`UInt8`). */
export interface LocalToInstantSql {
  /** `Int64`, ms since 1970 UTC. */
  readonly instantMs: string;
  readonly isNever: string;
  readonly isTwice: string;
}

/** A stretch of local times with one rule: instant = local - `offsetMs`. */
interface LocalPiece {
  /** First local time of the stretch; the first piece begins at minus infinity. */
  readonly fromMs: number;
  readonly offsetMs: number;
  readonly kind: 'once' | 'never' | 'twice';
}

const KINDS: readonly LocalPiece['kind'][] = ['once', 'never', 'twice'];

const WHOLE_RANGE: LocalRange = { minMs: (FIRST_DAY - 2) * DAY_MS, maxMs: (LAST_DAY + 3) * DAY_MS };

/**
 * The instant of `expr`, an `Int64` of local ms, by the table of the zone (never ClickHouse's own zones). `range` bounds
 * the local times that occur; fewer offsets are looked through then.
 */
export function localToInstantSql(expr: string, zone: TimeZone, range: LocalRange = WHOLE_RANGE): LocalToInstantSql {
  return decodeLocalSql(expr, localCodeSql(expr, zone, range));
}

/** A number that holds the offset and the kind of the local time `expr`; to be bound to a name for {@link decodeLocalSql}. */
export function localCodeSql(expr: string, zone: TimeZone, range: LocalRange = WHOLE_RANGE): string {
  const pieces = listLocalPieces(zone, range);
  return lookUpSql(
    expr,
    pieces.map((piece) => piece.fromMs),
    // Offsets are whole milliseconds; the kind stands in the last two bits.
    pieces.map((piece) => piece.offsetMs * 4 + KINDS.indexOf(piece.kind)),
  );
}

/** What a code of {@link localCodeSql} says of the local time `expr`. */
export function decodeLocalSql(expr: string, code: string): LocalToInstantSql {
  return {
    instantMs: `(${expr} - bitShiftRight(${code}, 2))`,
    isNever: `(bitAnd(${code}, 3) = ${KINDS.indexOf('never')})`,
    isTwice: `(bitAnd(${code}, 3) = ${KINDS.indexOf('twice')})`,
  };
}

/** The local time (ms as if UTC) of `expr`, an `Int64` instant in ms. `range` bounds the instants that occur. */
export function instantToLocalSql(expr: string, zone: TimeZone, range: LocalRange = WHOLE_RANGE): string {
  const changes = zone.changes.filter(
    (change, index) => change.atMs <= range.maxMs && (zone.changes[index + 1]?.atMs ?? Number.POSITIVE_INFINITY) > range.minMs,
  );
  const offset = lookUpSql(
    expr,
    changes.map((change) => change.atMs),
    changes.map((change) => change.offsetMs),
  );
  return `(${expr} + ${offset})`;
}

function listLocalPieces(zone: TimeZone, range: LocalRange): LocalPiece[] {
  const starts = new Set<number>([range.minMs]);
  for (const [index, change] of zone.changes.entries()) {
    const before = zone.changes[index - 1];
    if (before === undefined) continue;
    // Between the local times on both sides of a change lies the gap or the overlap.
    for (const offsetMs of [before.offsetMs, change.offsetMs]) {
      const localMs = change.atMs + offsetMs;
      if (localMs > range.minMs && localMs <= range.maxMs) starts.add(localMs);
    }
  }
  const pieces: LocalPiece[] = [];
  for (const fromMs of [...starts].sort((a, b) => a - b)) {
    const { atMs, kind } = zone.resolve(fromMs);
    const offsetMs = fromMs - atMs;
    const last = pieces.at(-1);
    if (last === undefined || last.offsetMs !== offsetMs || last.kind !== kind) pieces.push({ fromMs, offsetMs, kind });
  }
  return pieces;
}

/** The value of the last start that is not after `expr`, of the first piece when all are. */
function lookUpSql(expr: string, starts: readonly number[], values: readonly number[]): string {
  const [first] = values;
  if (first === undefined) throw new RangeError('A time zone has at least one offset.');
  if (values.every((value) => value === first)) return `toInt64(${first})`;
  // Starts may be minus infinity in the zone's table.
  const froms = starts.map((start) => (Number.isFinite(start) ? start : WHOLE_RANGE.minMs * 2));
  if (froms.length <= 8) {
    const branches = values.slice(0, -1).map((value, index) => `${expr} < ${froms[index + 1]}, ${value}`);
    return `toInt64(multiIf(${branches.join(', ')}, ${values.at(-1)}))`;
  }
  // Start and place of the value in one number, so that one list serves: 1024 places are more than any zone needs.
  const distinct = [...new Set(values)];
  const packed = froms.map((from, index) => BigInt(from) * 1024n + BigInt(distinct.indexOf(values[index] ?? first)));
  // A list of positive numbers alone would be unsigned, and not comparable with a time before 1970.
  const list = `CAST([${packed.join(',')}], 'Array(Int64)')`;
  return `toInt64([${distinct.join(', ')}][bitAnd(roundDown(toInt64(${expr}) * 1024 + 1023, ${list}), 1023) + 1])`;
}
