import { formatDay, parseDay } from '@silhouette/model';

/** A day (`yyyy-mm-dd`) moved by some days; other text as it is. */
export function shiftDay(text: string, days: number): string {
  const day = parseDay(text);
  return day === null ? text : formatDay(day + days);
}
