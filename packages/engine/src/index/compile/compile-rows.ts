import { ROW_COLUMNS, type RowExpression } from '@silhouette/bitslice';
import { assertNever, type EventType, type FieldFilter, findField, type InstantSpan, SilhouetteError } from '@silhouette/model';
import type { CompileContext } from './compile-context.ts';
import { compileValueTest } from './compile-value-test.ts';

/** The rows of an event that pass all filters within a resolved window, in a table of which no row is before `firstAtMs` (null: it has none). */
export function compileRows(
  event: EventType,
  where: readonly FieldFilter[],
  { startMs, endMs }: InstantSpan,
  firstAtMs: number | null,
  context: CompileContext,
): RowExpression {
  const { lastAtMs } = event;
  const filters = where.map((filter) => compileFilter(event, filter, context));
  // A bound that cuts nothing need not be tested row by row.
  const startsBefore = firstAtMs === null || startMs <= firstAtMs;
  const endsAfter = lastAtMs === null || endMs > lastAtMs;
  if (!startsBefore || !endsAfter) {
    const interval = {
      from: startsBefore || !Number.isFinite(startMs) ? null : BigInt(startMs),
      to: endsAfter || !Number.isFinite(endMs) ? null : BigInt(endMs) - 1n,
    };
    filters.push({ kind: 'values', column: ROW_COLUMNS.at, test: { kind: 'intervals', intervals: [interval] } });
  }
  const [only] = filters;
  if (only === undefined) return { kind: 'everything' };
  return filters.length === 1 ? only : { kind: 'and', parts: filters };
}

function compileFilter(event: EventType, filter: FieldFilter, context: CompileContext): RowExpression {
  switch (filter.kind) {
    case 'field': {
      const field = findField(event, filter.field);
      if (field === undefined) {
        throw SilhouetteError.of('unknown-field', `The event "${event.id}" has no field "${filter.field}".`);
      }
      const dictionary = field.type === 'category' ? context.dictionary(event.id, field.id) : null;
      const subject = { type: field.type, decimals: field.decimals, dictionary };
      const test = compileValueTest(subject, filter.test, context.catalog.timeZone);
      return { kind: 'values', column: field.id, test };
    }
    case 'all':
    case 'any': {
      if (filter.children.length === 0) return { kind: filter.kind === 'all' ? 'everything' : 'nothing' };
      const parts = filter.children.map((child) => compileFilter(event, child, context));
      return { kind: filter.kind === 'all' ? 'and' : 'or', parts };
    }
    case 'not':
      return { kind: 'not', part: compileFilter(event, filter.child, context) };
    default:
      return assertNever(filter);
  }
}
