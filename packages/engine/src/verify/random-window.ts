import { formatDay, type TimeZone } from '@silhouette/model';
import type { PlainObject } from './plain-definition.ts';
import { clampDay } from './random-comparison.ts';
import type { RandomSource } from './random-source.ts';

/** What a window is drawn from. */
export interface WindowDraft {
  readonly random: RandomSource;
  readonly zone: TimeZone;
  /** Instants (ms) that occur; may be empty. */
  readonly instants: readonly number[];
  /** Attributes also look ahead. */
  readonly ahead: boolean;
}

const UNITS = ['day', 'week', 'month', 'year'] as const;

/** A window of any kind, most of them of a size that meets some rows. */
export function drawWindow(draft: WindowDraft): PlainObject {
  const { random, ahead } = draft;
  switch (random.int(0, ahead ? 4 : 3)) {
    case 0: {
      const unit = random.pick(['hour', ...UNITS]);
      return { last: drawLength(random, unit), unit };
    }
    case 1:
      return drawRange(draft);
    case 2: {
      const unit = random.pick(UNITS);
      const to = random.chance(0.3) ? 0 : drawLength(random, unit);
      return { ago: { from: to + drawLength(random, unit), to, unit } };
    }
    case 3:
      return {
        calendar: random.pick(['week', 'month', 'quarter', 'year']),
        offset: random.int(-4, ahead ? 2 : 0),
      };
    default: {
      const unit = random.pick(UNITS);
      return { next: drawLength(random, unit), unit };
    }
  }
}

function drawLength(random: RandomSource, unit: string): number {
  const most = { hour: 72, day: 90, week: 20, month: 14, year: 3 }[unit] ?? 10;
  return random.chance(0.3) ? random.int(1, 2) : random.int(1, most);
}

function drawRange({ random, zone, instants }: WindowDraft): PlainObject {
  const drawDay = (): number =>
    (instants.length === 0 ? zone.dayOf(Date.UTC(2024, 1, 29)) : zone.dayOf(random.pick(instants))) +
    random.pick([-1, 0, 0, 1]);
  const [a, b] = [drawDay(), drawDay()];
  const [from, to] = [formatDay(clampDay(Math.min(a, b))), formatDay(clampDay(Math.max(a, b)))];
  return random.pick<PlainObject>([{ from }, { to }, { from, to }, { from, to }]);
}
