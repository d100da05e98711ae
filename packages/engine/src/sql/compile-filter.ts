import { assertNever, type EventType, type FieldFilter, type FieldId, findField, SilhouetteError } from '@silhouette/model';
import { writeAll, writeAny, writeNot } from './boolean-sql.ts';
import { writeColumn } from './column-sql.ts';
import { compileTest, type TestContext } from './compile-test.ts';
import { describeSubject, type Subject } from './subject.ts';

/** Notes a field that the scan of an event must read. */
export type UseField = (field: FieldId) => void;

/** SQL (0 or 1, never null) of whether one row passes every filter of a `where`. */
export function compileWhere(event: EventType, where: readonly FieldFilter[], use: UseField, context: TestContext): string {
  return writeAll(where.map((filter) => compileFilter(event, filter, use, context)));
}

function compileFilter(event: EventType, filter: FieldFilter, use: UseField, context: TestContext): string {
  switch (filter.kind) {
    case 'field':
      return compileTest(describeField(event, filter.field, use), filter.test, context);
    case 'all':
      return compileWhere(event, filter.children, use, context);
    case 'any':
      return writeAny(filter.children.map((child) => compileFilter(event, child, use, context)));
    case 'not':
      return writeNot(compileFilter(event, filter.child, use, context));
    default:
      return assertNever(filter);
  }
}

/** A field of the rows being scanned, noted as used. @throws unknown-field */
export function describeField(event: EventType, id: FieldId, use: UseField): Subject {
  const field = findField(event, id);
  if (field === undefined) {
    throw SilhouetteError.of(
      'unknown-field',
      `Event "${event.id}" has no field "${id}" in this snapshot; ask for one that the catalog lists.`,
    );
  }
  use(id);
  return describeSubject(field, writeColumn('r', id));
}
