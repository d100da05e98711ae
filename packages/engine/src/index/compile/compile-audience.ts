import type { MaskExpression } from '@silhouette/bitslice';
import {
  type AttributePredicate,
  assertNever,
  type EventPredicate,
  findAttribute,
  findEvent,
  type Predicate,
  resolveEventWindow,
  type SequencePredicate,
  SilhouetteError,
} from '@silhouette/model';
import { attributeColumn, OWN_COLUMNS } from '../index-names.ts';
import { chooseRowTable } from './choose-row-table.ts';
import { compileAttributeTest } from './compile-attribute-test.ts';
import type { CompileContext } from './compile-context.ts';
import { compileMeasure } from './compile-measure.ts';
import { compileRows } from './compile-rows.ts';
import { expressionKey } from './expression-key.ts';
import { listDeadlines } from './list-deadlines.ts';

/**
 * The customers of a predicate among everyone, as an expression of the index; the base is not cut out yet. Every condition of the
 * language has one.
 */
export function compileAudience(predicate: Predicate, context: CompileContext): MaskExpression {
  switch (predicate.kind) {
    case 'all':
      if (predicate.children.length === 0) return { kind: 'everything' };
      return join('and', predicate.children, context);
    case 'any':
      if (predicate.children.length === 0) return { kind: 'nothing' };
      return join('or', predicate.children, context);
    case 'not': {
      const part = compileAudience(predicate.child, context);
      return { kind: 'not', part, key: expressionKey(['not', keyOf(part)]) };
    }
    case 'attribute':
      return compileAttribute(predicate, context);
    case 'event':
      return compileEvent(predicate, context);
    case 'sequence':
      return compileSequence(predicate, context);
    case 'customers':
      return compileKeys(predicate.keys);
    case 'audience':
      throw SilhouetteError.of(
        'unknown-audience',
        `The audience "${predicate.audience}" stands for a definition that is not there yet: resolve audiences first.`,
      );
    default:
      return assertNever(predicate);
  }
}

/** The base at an as-of: in the customer table since before it, or with an event row before it. */
export function compileBase(asOfMs: number): MaskExpression {
  const before = { kind: 'intervals', intervals: [{ from: null, to: BigInt(asOfMs) - 1n }] } as const;
  const values = (column: string, test: Extract<MaskExpression, { kind: 'values' }>['test']): MaskExpression => ({
    kind: 'values',
    column,
    test,
    key: expressionKey(['values', column, test]),
  });
  const listed = values(OWN_COLUMNS.inTable, { kind: 'intervals', intervals: [{ from: 1n, to: 1n }] });
  const always = values(OWN_COLUMNS.sinceMs, { kind: 'missing' });
  const since = joinParts('or', [always, values(OWN_COLUMNS.sinceMs, before)]);
  return joinParts('or', [joinParts('and', [listed, since]), values(OWN_COLUMNS.firstEventMs, before)]);
}

/** Both of two sets. */
export function joinParts(kind: 'and' | 'or', parts: readonly MaskExpression[]): MaskExpression {
  return { kind, parts, key: expressionKey([kind, parts.map(keyOf)]) };
}

/** The name that an expression is kept by. */
export function keyOf(expression: MaskExpression): string {
  return 'key' in expression ? expression.key : expression.kind;
}

/** Lists of keys, which no context changes: naming a hundred thousand takes longer than counting them, and a history asks dozens of times. */
const compiledKeys = new WeakMap<readonly string[], MaskExpression>();

function compileKeys(keys: readonly string[]): MaskExpression {
  const compiled = compiledKeys.get(keys) ?? { kind: 'labels', labels: keys, key: expressionKey(['labels', keys]) };
  compiledKeys.set(keys, compiled);
  return compiled;
}

function join(kind: 'and' | 'or', children: readonly Predicate[], context: CompileContext): MaskExpression {
  const parts = children.map((child) => compileAudience(child, context));
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : joinParts(kind, parts);
}

function compileAttribute(predicate: AttributePredicate, context: CompileContext): MaskExpression {
  const attribute = findAttribute(context.catalog, predicate.attribute);
  if (attribute === undefined) {
    throw SilhouetteError.of('unknown-attribute', `There is no attribute "${predicate.attribute}" in this snapshot.`);
  }
  const column = attributeColumn(attribute.id);
  const test = compileAttributeTest(attribute, predicate.test, context);
  return { kind: 'values', column, test, key: expressionKey(['values', column, test]) };
}

function compileEvent(predicate: EventPredicate, context: CompileContext): MaskExpression {
  const event = findEvent(context.catalog, predicate.event);
  if (event === undefined) {
    throw SilhouetteError.of('unknown-event', `There is no event "${predicate.event}" in this snapshot.`);
  }
  const span = resolveEventWindow(predicate.within, context.asOfMs, context.catalog.timeZone);
  const { table, firstAtMs } = chooseRowTable(event, span, context.recent(event.id));
  const where = compileRows(event, predicate.where, span, firstAtMs, context);
  const measure = compileMeasure(event, predicate.measure, context);
  return { kind: 'rows', table, where, measure, key: expressionKey(['rows', table, where, measure]) };
}

function compileSequence(predicate: SequencePredicate, context: CompileContext): MaskExpression {
  const { catalog, asOfMs } = context;
  let fromMs = asOfMs;
  const steps = predicate.steps.map((step) => {
    const event = findEvent(catalog, step.event);
    if (event === undefined) {
      throw SilhouetteError.of('unknown-event', `There is no event "${step.event}" in this snapshot.`);
    }
    fromMs = Math.min(fromMs, event.firstAtMs ?? fromMs);
    const span = resolveEventWindow(step.within, asOfMs, catalog.timeZone);
    return { table: event.id, where: compileRows(event, step.where, span, event.firstAtMs, context) };
  });
  const gap = predicate.gap === null ? null : listDeadlines(predicate.gap, fromMs, asOfMs, catalog.timeZone);
  return { kind: 'sequence', steps, gap, key: expressionKey(['sequence', steps, predicate.gap, asOfMs]) };
}
