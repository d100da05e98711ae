import type { InstantSpan } from '@silhouette/model';
import type { Bindings } from './bindings.ts';
import { ALWAYS, NEVER, writeAll, writeAny } from './boolean-sql.ts';

/** Spans beyond this many are looked up in a sorted list instead of one by one. */
const MAX_SEPARATE_SPANS = 8;
const EARLIEST = -9_000_000_000_000_000;

/** The instant (ms, `Int64`; null when missing) of a datetime column. */
export function instantOfSql(sql: string): string {
  return `toUnixTimestamp64Milli(${sql})`;
}

/** SQL of `start <= x < end`; null where `x` is (unless it is constant). */
export function writeInSpan(x: string, { startMs, endMs }: InstantSpan, bindings: Bindings): string {
  if (!(startMs < endMs)) return NEVER;
  return writeAll([
    startMs === Number.NEGATIVE_INFINITY ? ALWAYS : `${x} >= ${bindings.bind('Int64', String(startMs))}`,
    endMs === Number.POSITIVE_INFINITY ? ALWAYS : `${x} < ${bindings.bind('Int64', String(endMs))}`,
  ]);
}

/** SQL of whether an instant lies in any of the spans (each with two ends); null where `x` is. */
export function writeInSpans(x: string, spans: readonly InstantSpan[], bindings: Bindings): string {
  const merged = mergeSpans(spans);
  if (merged.length <= MAX_SEPARATE_SPANS) return writeAny(merged.map((span) => writeInSpan(x, span, bindings)));
  // The edge at or before x is the start of a span exactly when x lies in one. The first edge is before every instant.
  const edges = [EARLIEST, ...merged.flatMap(({ startMs, endMs }) => [startMs, endMs])];
  const starts = merged.map(({ startMs }) => startMs);
  const edge = `roundDown(${x}, ${bindings.bindList('Int64', edges)})`;
  return `${edge} IN (SELECT arrayJoin(${bindings.bindList('Int64', starts)}))`;
}

function mergeSpans(spans: readonly InstantSpan[]): InstantSpan[] {
  const merged: InstantSpan[] = [];
  for (const span of spans.filter(({ startMs, endMs }) => startMs < endMs).toSorted((a, b) => a.startMs - b.startMs)) {
    const last = merged.at(-1);
    if (last === undefined || span.startMs > last.endMs) merged.push(span);
    else merged[merged.length - 1] = { startMs: last.startMs, endMs: Math.max(last.endMs, span.endMs) };
  }
  return merged;
}
