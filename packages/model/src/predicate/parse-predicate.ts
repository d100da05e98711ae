import { assertNever } from '../assert-never.ts';
import type { AudienceId } from '../brand.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Issue } from '../error.ts';
import { type PlainObject, type PlainValue, plainValueAt } from '../text/plain-value.ts';
import { quoteShort } from '../text/quote.ts';
import { joinIndex, joinKey } from '../text/value-path.ts';
import { isPredicateKind } from './grammar.ts';
import { parseTest, type Target } from './parse-comparisons.ts';
import { ParseContext } from './parse-context.ts';
import { parseMeasure } from './parse-measure.ts';
import { parseInteger, parseText, parseValues, parseWord, readList } from './parse-scalar.ts';
import { parseRows, parseSequence } from './parse-sequence.ts';
import { parseAttributeWindow } from './parse-window.ts';
import type { AttributeTest, EventPredicate, Predicate } from './predicate.ts';
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
  const kind = line.name;
  if (!isPredicateKind(kind)) throw new Error(`The grammar has a condition "${kind}" that is none.`);
  switch (kind) {
    case 'all':
    case 'any':
      return parseGroup(ctx, object, kind, path, level);
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
      return assertNever(kind);
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
  const idPath = joinKey(path, 'attribute');
  const id = parseText(ctx, plainValueAt(read.object, 'attribute'), 'The id of an attribute', idPath);
  const attribute = id === null ? null : ctx.findAttribute(id, idPath);
  const name = attribute === null ? 'The attribute' : `The attribute ${quoteShort(attribute.id)}`;
  const test = parseAttributeTest(ctx, read, { type: attribute?.type ?? null, name }, path);
  return attribute === null || test === null ? null : { kind: 'attribute', attribute: attribute.id, test };
}

function parseAttributeTest(ctx: ParseContext, read: ReadLine, target: Target, path: string): AttributeTest | null {
  const { object, present } = read;
  const { type, name } = target;
  const timed: (AttributeTest | null)[] = [];
  for (const key of ['within', 'anniversary'] as const) {
    if (!present.some((alternative) => alternative.name === key)) continue;
    const at = joinKey(path, key);
    const plain = plainValueAt(object, key);
    const isTime = type === null || type === 'date' || type === 'datetime';
    if (!isTime) {
      const message = `${name} has the type ${type}, and "${key}" takes dates and date-times: compare it with other operators.`;
      ctx.report(at, 'wrong-type', message);
    }
    const test = key === 'within' ? parseWithin(ctx, plain, at) : parseAnniversary(ctx, plain, at);
    timed.push(isTime ? test : null);
  }
  const compared = parseTest(ctx, read, target, path);
  return present.length === 1 ? (timed[0] ?? compared) : null;
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
