import { assertNever, type EventId, type FieldFilter } from '@silhouette/model';
import { compileTest, type RowTest } from './compile-test.ts';
import type { ReferenceData } from './reference-data.ts';

/** Whether one row passes every filter of a `where`. */
export async function compileWhere(data: ReferenceData, event: EventId, where: readonly FieldFilter[]): Promise<RowTest> {
  const tests = await Promise.all(where.map((filter) => compileFilter(data, event, filter)));
  return (row) => tests.every((test) => test(row));
}

async function compileFilter(data: ReferenceData, event: EventId, filter: FieldFilter): Promise<RowTest> {
  switch (filter.kind) {
    case 'field':
      return compileTest(await data.field(event, filter.field), filter.test, data.catalog.timeZone);
    case 'all':
      return compileWhere(data, event, filter.children);
    case 'any': {
      const tests = await Promise.all(filter.children.map((child) => compileFilter(data, event, child)));
      return (row) => tests.some((test) => test(row));
    }
    case 'not': {
      const test = await compileFilter(data, event, filter.child);
      return (row) => !test(row);
    }
    default:
      return assertNever(filter);
  }
}
