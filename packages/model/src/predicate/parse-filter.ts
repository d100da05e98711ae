import { type EventType, type Field, findField } from '../catalog/catalog.ts';
import type { PlainValue } from '../text/plain-value.ts';
import { plainValueAt } from '../text/plain-value.ts';
import { joinWords, quoteShort } from '../text/quote.ts';
import { joinIndex, joinKey } from '../text/value-path.ts';
import { parseTest } from './parse-comparisons.ts';
import type { ParseContext } from './parse-context.ts';
import { parseText, readList } from './parse-scalar.ts';
import type { FieldFilter } from './predicate.ts';
import { readLine } from './read-line.ts';

/**
 * The filters of `where` (or of a group in it); null when one of them is wrong.
 * @param event null where the event is unknown: then the shape alone is checked
 * @param level the level of the list's items
 */
export function parseFilters(
  ctx: ParseContext,
  plain: PlainValue | undefined,
  event: EventType | null,
  path: string,
  level: number,
): readonly FieldFilter[] | null {
  const items = readList(ctx, plain, 'A list of filters', path);
  if (items === null) return null;
  const filters: FieldFilter[] = [];
  for (const [index, item] of items.entries()) {
    const at = joinIndex(path, index);
    if (!ctx.enterNode(at, level)) return null;
    const filter = parseFilter(ctx, item, event, at, level);
    if (filter !== null) filters.push(filter);
  }
  return filters.length === items.length ? filters : null;
}

function parseFilter(
  ctx: ParseContext,
  plain: PlainValue | undefined,
  event: EventType | null,
  path: string,
  level: number,
): FieldFilter | null {
  const read = readLine(ctx, plain, 'filter', path);
  if (read === null) return null;
  const { object, line } = read;
  switch (line.name) {
    case 'field': {
      const field = parseFieldId(ctx, plainValueAt(object, 'field'), event, joinKey(path, 'field'));
      const target = { type: field?.type ?? null, name: field === null ? 'The field' : `The field ${quoteShort(field.id)}` };
      const test = parseTest(ctx, read, target, path);
      return field === null || test === null ? null : { kind: 'field', field: field.id, test };
    }
    case 'all':
    case 'any': {
      const children = parseFilters(ctx, plainValueAt(object, line.name), event, joinKey(path, line.name), level + 1);
      return children === null ? null : { kind: line.name, children };
    }
    case 'not': {
      const at = joinKey(path, 'not');
      if (!ctx.enterNode(at, level + 1)) return null;
      const child = parseFilter(ctx, plainValueAt(object, 'not'), event, at, level + 1);
      return child === null ? null : { kind: 'not', child };
    }
    default:
      throw new Error(`The grammar has a filter "${line.name}" that is not read.`);
  }
}

/** The field of an id; null, with an issue, when the event has no such field (without an issue when the event is unknown). */
function parseFieldId(ctx: ParseContext, plain: PlainValue | undefined, event: EventType | null, path: string): Field | null {
  const id = parseText(ctx, plain, 'The id of a field', path);
  if (id === null || event === null) return null;
  const field = findField(event, id);
  if (field !== undefined) return field;
  const ids = event.fields.map((known) => known.id);
  const known = ids.length === 0 ? 'It has no fields.' : ctx.hint(id, ids);
  return ctx.report(path, 'unknown-field', `The event ${quoteShort(event.id)} has no field ${quoteShort(id)}. ${known}`);
}

/** A field whose type is one of some; null, with an issue that names the fields there are, when it is not. */
export function parseTypedField(
  ctx: ParseContext,
  plain: PlainValue | undefined,
  event: EventType | null,
  fits: (field: Field) => boolean,
  what: string,
  path: string,
): Field | null {
  const field = parseFieldId(ctx, plain, event, path);
  if (field === null || event === null || fits(field)) return field;
  const fitting = event.fields.filter(fits).slice(0, 12);
  const hint =
    fitting.length === 0 ? 'The event has none.' : `There are ${joinWords(fitting.map(({ id }) => quoteShort(id)))}.`;
  ctx.report(path, 'wrong-type', `${what}, and ${quoteShort(field.id)} has the type ${field.type}. ${hint}`);
  return null;
}
