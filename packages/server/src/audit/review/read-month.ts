import { addToDay, dayOf, dayParts, SilhouetteError, type TimeZone } from '@silhouette/model';

/** A month of a zone. */
export interface Month {
  /** `yyyy-mm`. */
  readonly text: string;
  /** Its first instant, ms since 1970. */
  readonly startMs: number;
  /** The first instant behind it. */
  readonly endMs: number;
}

/** The month of a text. @throws SilhouetteError `invalid-value`. */
export function readMonth(text: string, zone: TimeZone): Month {
  const [, year = '', month = ''] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text) ?? [];
  if (year === '') throw SilhouetteError.of('invalid-value', '"month" is a month such as 2026-11.', 'month');
  return makeMonth(dayOf(Number(year), Number(month), 1), zone);
}

/** The month that holds a moment, or one so many months before it. */
export function findMonth(atMs: number, zone: TimeZone, monthsBefore = 0): Month {
  const { year, month } = dayParts(zone.dayOf(atMs));
  return makeMonth(addToDay(dayOf(year, month, 1), -monthsBefore, 'month'), zone);
}

function makeMonth(firstDay: number, zone: TimeZone): Month {
  const { year, month } = dayParts(firstDay);
  return {
    text: `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`,
    startMs: zone.startOfDay(firstDay),
    endMs: zone.startOfDay(addToDay(firstDay, 1, 'month')),
  };
}
