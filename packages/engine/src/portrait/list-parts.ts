import { assertNever } from '@silhouette/model';
import type { AttributePortrait } from '../audience-engine.ts';
import type { PartCounts, PortraitPart } from './portrait-part.ts';

/** A part that may be told, and how readily: a range with two ends is harder to say than one with one. */
export interface CountedPart extends PartCounts {
  readonly part: PortraitPart;
  readonly isBetween: boolean;
}

/** Every part of an attribute that may be told of those with a value: each value, or each run of neighbouring ranges but the whole. */
export function listParts(portrait: AttributePortrait): readonly CountedPart[] {
  const { parts } = portrait;
  switch (parts.kind) {
    case 'values':
      return parts.values.map((value, index) => ({
        part: { kind: 'value', value },
        isBetween: false,
        ...countRun(portrait, index, index + 1),
      }));
    case 'numbers':
      return listRuns(portrait, (start, end) => ({
        kind: 'numbers',
        from: parts.cuts[start - 1] ?? null,
        to: parts.cuts[end - 1] ?? null,
      }));
    case 'days':
      return listRuns(portrait, (start, end) => ({
        kind: 'days',
        fromDay: parts.cuts[start - 1] ?? null,
        toDay: parts.cuts[end - 1] ?? null,
      }));
    case 'presence':
      return [];
    default:
      return assertNever(parts);
  }
}

/** Runs [start, end) of ranges; range 0 lies before the first cut. */
function listRuns(portrait: AttributePortrait, name: (start: number, end: number) => PortraitPart): readonly CountedPart[] {
  const ranges = portrait.counts.length;
  const runs: CountedPart[] = [];
  for (let start = 0; start < ranges; start += 1) {
    for (let end = start + 1; end <= ranges; end += 1) {
      if (end - start === ranges) continue;
      runs.push({
        part: name(start, end),
        isBetween: start > 0 && end < ranges,
        ...countRun(portrait, start, end),
      });
    }
  }
  return runs;
}

function countRun(portrait: AttributePortrait, start: number, end: number): PartCounts {
  const sum = (counts: ArrayLike<number>): number => {
    let total = 0;
    for (let index = start; index < end; index += 1) total += counts[index] ?? 0;
    return total;
  };
  return {
    count: sum(portrait.counts),
    versusCount: sum(portrait.versusCounts),
    bothCount: sum(portrait.bothCounts),
  };
}
