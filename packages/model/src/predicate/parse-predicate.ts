import type { AudienceId } from '../brand.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Issue } from '../error.ts';
import { type PlainObject, type PlainValue, plainValueAt } from '../text/plain-value.ts';
import { quoteShort } from '../text/quote.ts';
import { joinIndex, joinKey } from '../text/value-path.ts';
import { parseTest } from './parse-comparisons.ts';
import { ParseContext } from './parse-context.ts';
import { parseFilters } from './parse-filter.ts';
import { parseMeasure } from './parse-measure.ts';
import { parseInteger, parseText, parseValues, parseWord, readList } from './parse-scalar.ts';
import { parseAttributeWindow, parseEventWindow } from './parse-window.ts';
import type { AttributeTest, EventPredicate, Predicate, SequencePredicate, SequenceStep } from './predicate.ts';
import { type ReadLine, readLine } from './read-line.ts';

/** A predicate, or everything that is wrong with its definition. */
export type ParsedPredicate =
  | { readonly ok: true; readonly predicate: Predicate }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** What a definition is held against. */
export interface ParsePredicateOptions {
  /** Its attributes and events must hold every id; its time zone is that of zone-less times. */
  readonly catalog: Pick<Catalog, 'attributes' | 'events' | 'timeZone'>;
}

/**
 * Reads an audience definition (made by `parseJsonText` or `parseYamlText`) as a predicate. All issues come at once, each
 * with its path, a code and what to do; nothing is guessed or dropped. Values need not exist. Audiences that it refers to
 * are left for `resolveAudiences`. Never recurses deeper than 200 levels, whatever it is given.
 */
export function parsePredicate(plain: PlainValue, options: ParsePredicateOptions): ParsedPredicate {
  const ctx = new ParseContext(options.catalog);
  ctx.enterNode('', 1);
  const predicate = parseNode(ctx, plain, '', 1);
  if (ctx.issues.length > 0) return { ok: false, issues: ctx.issues };
  if (predicate === null) throw new Error('A definition that gave no predicate gave no issue either.');
  return { ok: true, predicate };
}

function parseNode(ctx: ParseContext, plain: PlainValue | undefined, path: string, level: number): Predicate | null {
  const read = readLine(ctx, plain, 'predicate', path);
  if (read === null) return null;
  const { object, line } = read;
  switch (line.name) {
    case 'all':
    case 'any':
      return parseGroup(ctx, object, line.name, path, level);
    case 'not': {
      const at = joinKey(path, 'not');
      if (!ctx.enterNode(at, level + 1)) return null;
      const child = parseNode(ctx, plainValueAt(object, 'not'), at, level + 1);
      return child === null ? null : { kind: 'not', child };
    }
    case 'attribute':
      return parseAttribute(ctx, read, path);
    case 'event':
      return parseEvent(ctx, read, path, level);
    case 'sequence':
      return parseSequence(ctx, object, path, level);
    case 'audience':
      return parseAudience(ctx, object, path);
    case 'customers': {
      const at = joinKey(path, 'customers');
      const keys = parseValues(ctx, plainValueAt(object, 'customers'), '"customers"', at, (item, itemPath) =>
        parseText(ctx, item, 'A customer key', itemPath),
      );
      return keys === null ? null : { kind: 'customers', keys };
    }
    default:
      throw new Error(`The grammar has a condition "${line.name}" that is not read.`);
  }
}

function parseGroup(
  ctx: ParseContext,
  object: PlainObject,
  kind: 'all' | 'any',
  path: string,
  level: number,
): Predicate | null {
  const at = joinKey(path, kind);
  const items = readList(ctx, plainValueAt(object, kind), quoteShort(kind), at);
  if (items === null) return null;
  const children: Predicate[] = [];
  for (const [index, item] of items.entries()) {
    const itemPath = joinIndex(at, index);
    if (!ctx.enterNode(itemPath, level + 1)) return null;
    const child = parseNode(ctx, item, itemPath, level + 1);
    if (child !== null) children.push(child);
  }
  return children.length === items.length ? { kind, children } : null;
}

function parseAttribute(ctx: ParseContext, read: ReadLine, path: string): Predicate | null {
  const { object, alternative } = read;
  const idPath = joinKey(path, 'attribute');
  const id = parseText(ctx, plainValueAt(object, 'attribute'), 'The id of an attribute', idPath);
  const attribute = id === null ? null : ctx.findAttribute(id, idPath);
  const name = attribute === null ? 'The attribute' : `The attribute ${quoteShort(attribute.id)}`;
  const type = attribute?.type ?? null;
  let test: AttributeTest | null = null;
  if (alternative?.name === 'within' || alternative?.name === 'anniversary') {
    const at = joinKey(path, alternative.name);
    const isTime = type === null || type === 'date' || type === 'datetime';
    if (!isTime) {
      const message = `${name} has the type ${type}, and "${alternative.name}" takes dates and date-times: compare it with other operators.`;
      ctx.report(at, 'wrong-type', message);
    }
    const plain = plainValueAt(object, alternative.name);
    test = alternative.name === 'within' ? parseWithin(ctx, plain, at) : parseAnniversary(ctx, plain, at);
    if (!isTime) return null;
  } else {
    test = parseTest(ctx, read, { type, name }, path);
  }
  return attribute === null || test === null ? null : { kind: 'attribute', attribute: attribute.id, test };
}

function parseWithin(ctx: ParseContext, plain: PlainValue | undefined, path: string): AttributeTest | null {
  const window = parseAttributeWindow(ctx, plain, path);
  return window === null ? null : { kind: 'within', window };
}

function parseAnniversary(ctx: ParseContext, plain: PlainValue | undefined, path: string): AttributeTest | null {
  const read = readLine(ctx, plain, 'anniversary', path);
  if (read === null) return null;
  const { object } = read;
  const unit = Object.hasOwn(object, 'unit')
    ? parseWord(ctx, plainValueAt(object, 'unit'), ['day'] as const, '"unit"', joinKey(path, 'unit'))
    : null;
  const nextDays = Object.hasOwn(object, 'next')
    ? parseInteger(ctx, plainValueAt(object, 'next'), { min: 1, max: 366 }, '"next"', joinKey(path, 'next'))
    : null;
  return unit === null || nextDays === null ? null : { kind: 'anniversary', nextDays };
}

function parseEvent(ctx: ParseContext, read: ReadLine, path: string, level: number): EventPredicate | null {
  const rows = parseRows(ctx, read.object, path, level);
  const measure = parseMeasure(ctx, read, rows.event, path);
  if (rows.step === null || measure === null) return null;
  return { kind: 'event', ...rows.step, measure };
}

/** `event`, `where` and `within`: which rows. `event` is there even when the rest is wrong. */
function parseRows(
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

function parseSequence(ctx: ParseContext, object: PlainObject, path: string, level: number): SequencePredicate | null {
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

function parseAudience(ctx: ParseContext, object: PlainObject, path: string): Predicate | null {
  const idPath = joinKey(path, 'audience');
  const id = parseText(ctx, plainValueAt(object, 'audience'), 'The id of an audience', idPath);
  if (id === '')
    ctx.report(idPath, 'unknown-audience', 'An audience has an id that is not empty: write the id of a saved one.');
  const hasVersion = Object.hasOwn(object, 'version');
  const version = hasVersion
    ? parseInteger(ctx, plainValueAt(object, 'version'), { min: 1, max: null }, '"version"', joinKey(path, 'version'))
    : null;
  if (id === null || id === '' || (hasVersion && version === null)) return null;
  // Checked to exist by resolveAudiences, the only place that takes the id on trust.
  return { kind: 'audience', audience: id as AudienceId, version };
}
