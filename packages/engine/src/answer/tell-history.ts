import {
  formatDay,
  type HistoryAnswer,
  type HistoryPoint,
  startOfPeriod,
  type TimeZone,
  writeSentence,
} from '@silhouette/model';
import type { AudienceEngine, AudienceSize } from '../audience-engine.ts';
import { shareOf } from './answer-panel.ts';
import { collectNotes } from './collect-notes.ts';
import { countEachAsOf } from './count-each-as-of.ts';
import { describeProvenance } from './explore-audience.ts';
import { noteLeftOut } from './note-left-out.ts';
import { type PreparedQuestion, sentenceContextOf } from './prepare-question.ts';
import type { ValueLists } from './value-lists.ts';

/** Months of a history where no other number is asked for. */
export const DEFAULT_MONTHS = 24;
/** Most months of one history. */
export const MOST_MONTHS = 60;

/**
 * The size of a group at the end of each of the past `months` (1 to 60) before its as-of, oldest first, and at its as-of.
 * `tell` hears each point as soon as it is counted, by its place from 0.
 */
export async function tellHistory(
  engine: AudienceEngine,
  lists: ValueLists,
  prepared: PreparedQuestion,
  months: number,
  tell: (point: HistoryPoint, place: number) => void = () => {},
): Promise<HistoryAnswer> {
  const startedAtMs = performance.now();
  const { question } = prepared;
  const { catalog } = question.snapshot;
  const points: HistoryPoint[] = [];
  const asOfs = listMonthEnds(question.asOfMs, months, catalog.timeZone);
  const hear = ({ count, base }: AudienceSize, place: number): void => {
    const asOfMs = asOfs[place] ?? question.asOfMs;
    const lastDay = formatDay(catalog.timeZone.dayOf(asOfMs - 1));
    const point = { asOf: new Date(asOfMs).toISOString(), lastDay, count, base, share: shareOf(count, base) };
    points.push(point);
    tell(point, place);
  };
  await (engine.sizes?.(question, asOfs, hear) ?? countEachAsOf(engine, question, asOfs, hear));
  // Of the earliest point: that attributes are the snapshot's is told where any point is not.
  const earliest = { ...prepared, question: { ...question, asOfMs: asOfs[0] ?? question.asOfMs } };
  return {
    sentence: writeSentence(prepared.predicate, sentenceContextOf(prepared)),
    points,
    notes: [...(await collectNotes(lists, earliest)), ...(await noteLeftOut(engine, prepared, asOfs))],
    ...describeProvenance(engine, prepared, startedAtMs),
  };
}

/** The ends of the `months` local months before an as-of (exclusive ends: first instants of the next), oldest first, then the as-of itself. */
export function listMonthEnds(asOfMs: number, months: number, zone: TimeZone): readonly number[] {
  const lastDay = zone.dayOf(asOfMs - 1);
  const ends = Array.from({ length: months }, (_, index) =>
    zone.startOfDay(startOfPeriod(lastDay, 'month', index + 1 - months)),
  );
  return [...ends, asOfMs];
}
