import { DAY_MS, type EventType, FIRST_DAY, type FieldId, type SequencePredicate } from '@silhouette/model';
import { NEVER, writeAll, writeAny } from './boolean-sql.ts';
import { compileRows, type EventContext } from './compile-event.ts';
import { writeDeadline } from './deadline-sql.ts';
import type { TableNames } from './table-names.ts';

/** Stands for "no row yet": before every instant. */
const NO_ROW = 'toInt64(-9000000000000000)';
/** Stands for "no limit": after every instant. */
const NO_LIMIT = 'toInt64(9000000000000000)';

interface Sequence {
  /** Place of its first step among the steps of all sequences, from 1. */
  readonly firstStep: number;
  /** For each step, whether its rows must be of another occasion than those of the step before. */
  readonly otherOccasion: readonly boolean[];
  readonly gap: SequencePredicate['gap'];
}

interface ScannedEvent {
  readonly event: EventType;
  readonly fields: Set<FieldId>;
  /** Conditions on a row by step (from 1). */
  readonly steps: Map<number, string>;
}

/**
 * One pass over the rows of all sequences of a definition. A customer's rows are folded in order of time; for each step
 * the fold keeps how late the next row may be after the rows that fit so far: the latest such deadline, its occasion,
 * and the latest of any other occasion. That is all that any choice of rows can need.
 */
export class SequenceScan {
  readonly alias = 'sequences';
  readonly #events = new Map<string, ScannedEvent>();
  readonly #sequences: Sequence[] = [];
  #steps = 0;

  /** SQL (0 or 1, never null) of a sequence for customer `c`. `findEvent` gives the event of an id. */
  addSequence(predicate: SequencePredicate, findEvent: (id: string) => EventType, context: EventContext): string {
    const firstStep = this.#steps + 1;
    let isPossible = true;
    const otherOccasion = predicate.steps.map((step, index) => {
      const event = findEvent(step.event);
      const scanned = this.#scanOf(event);
      const { condition } = compileRows(event, step, (field) => scanned.fields.add(field), context);
      isPossible &&= condition !== NEVER;
      scanned.steps.set(firstStep + index, condition);
      return predicate.steps[index - 1]?.event === step.event && event.hasOccasion;
    });
    this.#steps += predicate.steps.length;
    this.#sequences.push({ firstStep, otherOccasion, gap: predicate.gap });
    return isPossible ? `${this.alias}._results[${this.#sequences.length}]` : NEVER;
  }

  /** The join that brings the results to customer `c`; null without sequences. */
  writeJoin(tables: TableNames, context: EventContext): string | null {
    if (this.#sequences.length === 0) return null;
    const rows = [...this.#events.values()].map((scanned) => this.#writeRows(scanned, tables, context));
    const results = this.#sequences.map((sequence, index) => `toUInt8(${writeFold(sequence, index + 1)})`);
    const complete = this.#sequences.map(
      ({ firstStep, otherOccasion }) =>
        `arrayAll(step -> step > 0, arraySlice(maxForEach(q._steps), ${firstStep}, ${otherOccasion.length}))`,
    );
    return [
      'LEFT ANY JOIN (',
      `  SELECT f._ordinal AS _ordinal, [${results.join(', ')}] AS _results`,
      '  FROM (',
      '    SELECT q._ordinal AS _ordinal, arraySort(row -> row.1, groupArray((q._at_ms, q._occasion, q._steps, q._deadlines))) AS _rows',
      '    FROM (',
      // Rows of one instant and occasion are one step of the fold: what one of them reaches, each of them reaches.
      '      SELECT u._ordinal AS _ordinal, u._at_ms AS _at_ms, u._occasion AS _occasion,',
      '        maxForEach(u._steps) AS _steps, any(u._deadlines) AS _deadlines',
      `      FROM (${rows.join(' UNION ALL ')}) AS u`,
      '      GROUP BY u._ordinal, u._at_ms, u._occasion',
      '    ) AS q',
      '    GROUP BY q._ordinal',
      // Most customers lack a step altogether and need no fold.
      `    HAVING ${writeAny(complete)}`,
      '  ) AS f',
      `) AS ${this.alias} ON ${this.alias}._ordinal = c._ordinal`,
    ].join('\n');
  }

  #scanOf(event: EventType): ScannedEvent {
    const scanned = this.#events.get(event.id) ?? { event, fields: new Set<FieldId>(), steps: new Map<number, string>() };
    this.#events.set(event.id, scanned);
    return scanned;
  }

  #writeRows(scanned: ScannedEvent, tables: TableNames, { asOfMs, bindings, zone }: EventContext): string {
    const steps = Array.from({ length: this.#steps }, (_, index) => scanned.steps.get(index + 1) ?? NEVER);
    const range = { fromMs: scanned.event.firstAtMs ?? FIRST_DAY * DAY_MS, toMs: asOfMs };
    const deadlines = this.#sequences.map(({ gap }) => writeDeadline(gap, zone, range, NO_LIMIT));
    const condition = writeAll([`r._at_ms < ${bindings.bind('Int64', String(asOfMs))}`, writeAny([...scanned.steps.values()])]);
    return [
      'SELECT r._ordinal AS _ordinal, r._at_ms AS _at_ms, toInt64(ifNull(r._occasion, 0)) AS _occasion,',
      `[${steps.map((step) => `toUInt8(${step})`).join(', ')}] AS _steps, [${deadlines.join(', ')}] AS _deadlines`,
      `FROM ${tables.event(scanned.event.id, [...scanned.fields])} AS r WHERE ${condition}`,
    ].join(' ');
  }
}

/** Whether the rows `f._rows` hold a sequence; `deadline` is the place of its deadline in each row. */
function writeFold({ firstStep, otherOccasion }: Sequence, deadline: number): string {
  const steps = otherOccasion.length;
  const none = `(${NO_ROW}, toInt64(-1), ${NO_ROW})`;
  const open = `(${NO_LIMIT}, toInt64(-1), ${NO_LIMIT})`;
  // Rows of one instant do not follow each other: acc.2 is what rows before this instant reached, acc.3 what all did.
  const before = 'if(row.1 > acc.1, acc.3, acc.2)';
  const late = `row.4[${deadline}]`;
  const reached = 'if(other > 0 AND previous.2 = row.2, previous.3, previous.1) >= row.1';
  const added = [
    `row.2 = state.2, (greatest(state.1, ${late}), state.2, state.3)`,
    `${late} > state.1, (${late}, row.2, state.1)`,
    `(state.1, state.2, greatest(state.3, ${late}))`,
  ].join(', ');
  const matches = `arraySlice(row.3, ${firstStep}, ${steps})`;
  const previous = `arrayPushFront(arrayPopBack(${before}), ${open})`;
  const other = `[${otherOccasion.map(Number).join(', ')}]`;
  const next = `arrayMap((state, matches, previous, other) -> if(matches > 0 AND ${reached}, multiIf(${added}), state), acc.3, ${matches}, ${previous}, ${other})`;
  const states = `arrayWithConstant(${steps}, ${none})`;
  return `(arrayFold((acc, row) -> (row.1, ${before}, ${next}), f._rows, (${NO_ROW}, ${states}, ${states})).3[${steps}].1 > ${NO_ROW})`;
}
