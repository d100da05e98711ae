import { Temporal } from 'temporal-polyfill';
import { DAY_MS, FIRST_DAY, LAST_DAY } from './calendar.ts';

/** A change of a zone's offset: from `atMs` (an instant) on, local = instant + `offsetMs`. */
export interface OffsetChange {
  readonly atMs: number;
  readonly offsetMs: number;
}

/** What a zone-less time stands for, and whether it existed once, never (moved forward by the gap) or twice (the first). */
export interface ResolvedLocal {
  readonly atMs: number;
  readonly kind: 'once' | 'never' | 'twice';
}

/**
 * A time zone as a table of offsets over 1900-2299, so that local times become instants with plain arithmetic, the
 * same in every engine. Instants and local times are whole milliseconds; a local time is counted as if it were UTC.
 */
export class TimeZone {
  readonly id: string;
  /** Offsets in order of time; the first entry begins at minus infinity. */
  readonly changes: readonly OffsetChange[];
  // The same as plain arrays, and where the local times of each offset begin for certain: the ways that every row takes.
  private readonly atMs: Float64Array;
  private readonly offsetMs: Float64Array;
  private readonly surelyFromLocalMs: Float64Array;

  private constructor(id: string, changes: readonly OffsetChange[]) {
    this.id = id;
    this.changes = changes;
    this.atMs = Float64Array.from(changes, (change) => change.atMs);
    this.offsetMs = Float64Array.from(changes, (change) => change.offsetMs);
    this.surelyFromLocalMs = Float64Array.from(changes, ({ atMs, offsetMs }, index) => {
      return atMs + Math.max(offsetMs, changes[index - 1]?.offsetMs ?? offsetMs);
    });
  }

  private static readonly known = new Map<string, TimeZone>();

  /** The zone of an IANA name; null when the name is not one (or is a bare offset). */
  static find(id: string): TimeZone | null {
    const known = TimeZone.known.get(id);
    if (known !== undefined) return known;
    if (!/^[A-Za-z]/.test(id)) return null;
    let first: Temporal.ZonedDateTime;
    try {
      first = Temporal.Instant.fromEpochMilliseconds((FIRST_DAY - 2) * DAY_MS).toZonedDateTimeISO(id);
    } catch {
      return null;
    }
    const zone = new TimeZone(id, readChanges(first));
    TimeZone.known.set(id, zone);
    return zone;
  }

  /** The zone of an IANA name. @throws RangeError when there is none. */
  static of(id: string): TimeZone {
    const zone = TimeZone.find(id);
    if (zone === null) throw new RangeError(`"${id}" is not an IANA time zone; write one such as Asia/Seoul.`);
    return zone;
  }

  /** Local minus UTC at an instant, in ms. */
  offsetMsAt(atMs: number): number {
    return this.offsetMs[lastNotAfter(this.atMs, atMs)] ?? 0;
  }

  /** The local time of an instant. */
  localOf(atMs: number): number {
    return atMs + this.offsetMsAt(atMs);
  }

  /** The local day (days since 1970-01-01) of an instant. */
  dayOf(atMs: number): number {
    return Math.floor(this.localOf(atMs) / DAY_MS);
  }

  /** The instant of a local time: one that never was moves forward by the gap, one that was twice is the first. */
  instantOf(localMs: number): number {
    // In a gap the offset before it applies, which lands as far after it as the time lay inside; where the clock went
    // back, the offset before is the first of two. So until the next offset surely holds, the one before it does.
    return localMs - (this.offsetMs[lastNotAfter(this.surelyFromLocalMs, localMs)] ?? 0);
  }

  /** The first instant of a local day. */
  startOfDay(day: number): number {
    return this.instantOf(day * DAY_MS);
  }

  /** The instant of a local time, and how it existed. */
  resolve(localMs: number): ResolvedLocal {
    const index = lastNotAfter(this.surelyFromLocalMs, localMs);
    const offsetMs = this.offsetMs[index] ?? 0;
    const next = this.changes[index + 1];
    const atMs = localMs - offsetMs;
    if (next === undefined || localMs < next.atMs + Math.min(offsetMs, next.offsetMs)) return { atMs, kind: 'once' };
    return { atMs, kind: next.offsetMs > offsetMs ? 'never' : 'twice' };
  }
}

/** Index of the last element that is not above `value`; 0 when none is. The array ascends. */
function lastNotAfter(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((ascending[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

function readChanges(first: Temporal.ZonedDateTime): OffsetChange[] {
  const endMs = (LAST_DAY + 3) * DAY_MS;
  const changes: OffsetChange[] = [{ atMs: Number.NEGATIVE_INFINITY, offsetMs: first.offsetNanoseconds / 1e6 }];
  let at = first;
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (next === null || next.epochMilliseconds > endMs) return changes;
    const offsetMs = next.offsetNanoseconds / 1e6;
    if (changes.at(-1)?.offsetMs !== offsetMs) changes.push({ atMs: next.epochMilliseconds, offsetMs });
    at = next;
  }
}
