import type { BitIndex, MaskExpression } from '@silhouette/bitslice';
import type { Attribute, TimeZone } from '@silhouette/model';
import { findRepeatedEvening } from '../../sql/local-day-sql.ts';
import { joinParts } from '../compile/compile-audience.ts';
import { expressionKey } from '../compile/expression-key.ts';
import { attributeColumn } from '../index-names.ts';

/**
 * Moves, in counts by ranges between local days, those whose instant lies behind a cut and whose date is the one before: where a
 * clock is set back over midnight (00:01 to 23:01) the evening comes twice. Hardly any zone has such days; then nothing is asked.
 * `counts[i]` lies before `cutDays[i]`.
 */
export async function moveRepeatedEvenings(
  index: BitIndex,
  attribute: Attribute,
  group: MaskExpression,
  cutDays: readonly number[],
  zone: TimeZone,
  counts: number[] | Float64Array,
): Promise<void> {
  if (attribute.type !== 'datetime') return;
  const evenings = cutDays.flatMap((day, cut) => {
    const evening = findRepeatedEvening(day, zone);
    return evening === null ? [] : [{ cut, evening }];
  });
  if (evenings.length === 0) return;
  const column = attributeColumn(attribute.id);
  const groups = evenings.map(({ evening }) => {
    const interval = { from: BigInt(evening.startMs), to: BigInt(evening.endMs) - 1n };
    const test = { kind: 'intervals', intervals: [interval] } as const;
    const values: MaskExpression = { kind: 'values', column, test, key: expressionKey(['values', column, test]) };
    return joinParts('and', [group, values]);
  });
  const answer = await index.ask({ groups, aggregates: [] });
  evenings.forEach(({ cut }, place) => {
    const moved = answer.counts[place] ?? 0;
    counts[cut] = (counts[cut] ?? 0) + moved;
    counts[cut + 1] = (counts[cut + 1] ?? 0) - moved;
  });
}
