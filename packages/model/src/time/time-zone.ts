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

  private constructor(id: string, changes: readonly OffsetChange[]) {
    this.id = id;
    this.changes = changes;
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
    return this.changeAt((change) => change.atMs <= atMs).offsetMs;
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
    return this.resolve(localMs).atMs;
  }

  /** The first instant of a local day. */
  startOfDay(day: number): number {
    return this.instantOf(day * DAY_MS);
  }

  /** The instant of a local time, and how it existed. */
  resolve(localMs: number): ResolvedLocal {
    // Candidates: the offsets in force a little before and after, wide enough for any change of a zone (a day at most).
    const seen: number[] = [];
    for (const offsetMs of this.offsetsAround(localMs)) {
      const atMs = localMs - offsetMs;
      if (this.offsetMsAt(atMs) === offsetMs) seen.push(atMs);
    }
    const distinct = [...new Set(seen)].sort((a, b) => a - b);
    const [first] = distinct;
    if (first !== undefined) return { atMs: first, kind: distinct.length > 1 ? 'twice' : 'once' };
    // In a gap: read with the offset before it, which lands after it by as much as the local time lay inside.
    const change = this.gapAround(localMs);
    return { atMs: localMs - change, kind: 'never' };
  }

  private offsetsAround(localMs: number): number[] {
    const low = this.indexAt((change) => change.atMs <= localMs - 2 * DAY_MS);
    const offsets: number[] = [];
    for (let index = low; index < this.changes.length; index += 1) {
      const change = this.changes[index];
      if (change === undefined || (index > low && change.atMs > localMs + 2 * DAY_MS)) break;
      offsets.push(change.offsetMs);
    }
    return offsets;
  }

  private gapAround(localMs: number): number {
    for (let index = 1; index < this.changes.length; index += 1) {
      const before = this.changes[index - 1];
      const after = this.changes[index];
      if (before === undefined || after === undefined) break;
      if (localMs >= after.atMs + before.offsetMs && localMs < after.atMs + after.offsetMs) return before.offsetMs;
    }
    throw new RangeError(`No offset for local time ${localMs} in ${this.id}.`);
  }

  private changeAt(holds: (change: OffsetChange) => boolean): OffsetChange {
    const change = this.changes[this.indexAt(holds)];
    if (change === undefined) throw new RangeError(`Time zone ${this.id} has no offsets.`);
    return change;
  }

  /** Index of the last change for which `holds` (true up to some point, false after); 0 when none. */
  private indexAt(holds: (change: OffsetChange) => boolean): number {
    let low = 0;
    let high = this.changes.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      const change = this.changes[middle];
      if (change !== undefined && holds(change)) low = middle;
      else high = middle - 1;
    }
    return low;
  }
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
