import type { AttributeId, EventId, FieldId } from '@silhouette/model';
import { assertNever, formatDay, formatDecimal, normaliseDecimal } from '@silhouette/model';
import { type Column, isPresent, readTags, readText, readUnits } from '../reference/column.ts';
import type { ReferenceData } from '../reference/reference-data.ts';
import { RandomSource } from './random-source.ts';

/**
 * Values that occur in a snapshot, as definitions write them (decimal text, `yyyy-mm-dd`, ISO instants in UTC), so that
 * random conditions meet rows and their boundaries. A list may be empty and may repeat values.
 */
export interface SampleValues {
  readonly attribute: (id: AttributeId) => Promise<readonly string[]>;
  readonly field: (event: EventId, id: FieldId) => Promise<readonly string[]>;
  /** Instants (ms) of rows. */
  readonly instants: (event: EventId) => Promise<readonly number[]>;
  readonly keys: () => Promise<readonly string[]>;
}

const SAMPLE_SIZE = 24;

/** Samples the rows of a snapshot; a seed always finds the same values. */
export function sampleValues(data: ReferenceData, seed: number): SampleValues {
  const memo = new Map<string, Promise<readonly string[]>>();
  const remember = (name: string, sample: () => Promise<readonly string[]>): Promise<readonly string[]> => {
    const known = memo.get(name) ?? sample();
    memo.set(name, known);
    return known;
  };
  return {
    attribute: (id) =>
      remember(JSON.stringify([id]), async () => {
        const { keys } = await data.customers();
        return sampleColumn(await data.attribute(id), keys.length, new RandomSource(`${seed} attribute ${id}`));
      }),
    field: (event, id) =>
      remember(JSON.stringify([event, id]), async () => {
        const { atMs } = await data.events(event);
        return sampleColumn(await data.field(event, id), atMs.length, new RandomSource(`${seed} field ${event} ${id}`));
      }),
    instants: async (event) => {
      const { atMs } = await data.events(event);
      return sampleRows(atMs.length, new RandomSource(`${seed} instants ${event}`)).map((row) => atMs[row] ?? 0);
    },
    keys: async () => {
      const { keys } = await data.customers();
      return sampleRows(keys.length, new RandomSource(`${seed} keys`)).map((row) => keys[row] ?? '');
    },
  };
}

function sampleRows(rows: number, random: RandomSource): readonly number[] {
  if (rows === 0) return [];
  return random.list(SAMPLE_SIZE, () => random.int(0, rows - 1));
}

function sampleColumn(column: Column, rows: number, random: RandomSource): readonly string[] {
  return sampleRows(rows, random)
    .filter((row) => isPresent(column, row))
    .flatMap((row) => describeValue(column, row));
}

function describeValue(column: Column, row: number): readonly string[] {
  switch (column.kind) {
    case 'text':
      return [readText(column, row)];
    case 'boolean':
      return [String(column.bits[row] === 1)];
    case 'number':
      return [formatDecimal(normaliseDecimal(readUnits(column, row), column.decimals))];
    case 'date':
      return [formatDay(column.days[row] ?? 0)];
    case 'datetime':
      return [new Date(column.atMs[row] ?? 0).toISOString()];
    case 'tags':
      return readTags(column, row);
    default:
      return assertNever(column);
  }
}
