import { type PlainObject, type PlainValue, plainValueAt } from '../text/plain-value.ts';
import { joinIndex, joinKey } from '../text/value-path.ts';
import type { ParseContext } from './parse-context.ts';
import { parseFilters } from './parse-filter.ts';
import { parseInteger, parseText, parseWord, readList } from './parse-scalar.ts';
import { parseEventWindow } from './parse-window.ts';
import type { SequencePredicate, SequenceStep } from './predicate.ts';
import { readLine } from './read-line.ts';

/** `event`, `where` and `within`: which rows. `event` is there even when the rest is wrong. */
export function parseRows(
  ctx: ParseContext,
  object: PlainObject,
  path: string,
  level: number,
): { readonly event: ReturnType<ParseContext['findEvent']>; readonly step: SequenceStep | null } {
  const idPath = joinKey(path, 'event');
  const id = parseText(ctx, plainValueAt(object, 'event'), 'The id of an event', idPath);
  const event = id === null ? null : ctx.findEvent(id, idPath);
  const where = Object.hasOwn(object, 'where')
    ? parseFilters(ctx, plainValueAt(object, 'where'), event, joinKey(path, 'where'), level + 1)
    : [];
  const hasWithin = Object.hasOwn(object, 'within');
  const within = hasWithin ? parseEventWindow(ctx, plainValueAt(object, 'within'), joinKey(path, 'within')) : null;
  if (event === null || where === null || (hasWithin && within === null)) return { event, step: null };
  return { event, step: { event: event.id, where, within } };
}

/** Steps in order and the gap between them; null when something in it is wrong. */
export function parseSequence(ctx: ParseContext, object: PlainObject, path: string, level: number): SequencePredicate | null {
  const at = joinKey(path, 'sequence');
  const plain = plainValueAt(object, 'sequence');
  const items = readList(ctx, plain, '"sequence"', at);
  if (items !== null && items.length < 2) {
    ctx.report(at, 'invalid-definition', 'A sequence has at least two steps: add one, or ask for the event by itself.');
  }
  const steps: SequenceStep[] = [];
  for (const [index, item] of (items ?? []).entries()) {
    const itemPath = joinIndex(at, index);
    if (!ctx.enterNode(itemPath, level + 1)) return null;
    const read = readLine(ctx, item, 'step', itemPath);
    const step = read === null ? null : parseRows(ctx, read.object, itemPath, level + 1).step;
    if (step !== null) steps.push(step);
  }
  const hasGap = Object.hasOwn(object, 'gap');
  const gap = hasGap ? parseGap(ctx, plainValueAt(object, 'gap'), joinKey(path, 'gap')) : null;
  if (items === null || steps.length < items.length || steps.length < 2 || (hasGap && gap === null)) return null;
  return { kind: 'sequence', steps, gap };
}

function parseGap(ctx: ParseContext, plain: PlainValue | undefined, path: string): SequencePredicate['gap'] {
  const read = readLine(ctx, plain, 'gap', path);
  if (read === null) return null;
  const { object } = read;
  const max = Object.hasOwn(object, 'max')
    ? parseInteger(ctx, plainValueAt(object, 'max'), { min: 1, max: null }, '"max"', joinKey(path, 'max'))
    : null;
  const units = ['hour', 'day', 'week', 'month'] as const;
  const unit = Object.hasOwn(object, 'unit')
    ? parseWord(ctx, plainValueAt(object, 'unit'), units, '"unit"', joinKey(path, 'unit'))
    : null;
  return max === null || unit === null ? null : { max, unit };
}
