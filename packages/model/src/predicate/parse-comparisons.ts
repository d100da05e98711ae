import type { PlainObject, PlainValue } from '../text/plain-value.ts';
import { plainValueAt } from '../text/plain-value.ts';
import { describePlain, joinWords, quoteShort } from '../text/quote.ts';
import { joinKey } from '../text/value-path.ts';
import { describeNoTime, resolveTimeText } from '../time/time-text.ts';
import type { ValueType } from '../value/value-type.ts';
import { OPERATORS_OF_TYPE, type Operator } from './operators.ts';
import type { ParseContext } from './parse-context.ts';
import { parseBoolean, parseDayConstant, parseNumber, parseText, parseValues } from './parse-scalar.ts';
import type { CompareTest, Comparison, ExistsTest, Literal } from './predicate.ts';
import type { ReadLine } from './read-line.ts';

/** What is compared: its type (null: unknown, an issue already says so) and its name in messages. */
export interface Target {
  readonly type: ValueType | null;
  readonly name: string;
}

/** Reads CMP: every operator in the object, in the order of the language. Null when one of them is wrong or there is none. */
export function parseComparisons(
  ctx: ParseContext,
  object: PlainObject,
  target: Target,
  path: string,
): readonly Comparison[] | null {
  const comparisons: Comparison[] = [];
  let complete = true;
  for (const operator of ALL_OPERATORS) {
    const plain = plainValueAt(object, operator);
    if (plain === undefined) continue;
    const at = joinKey(path, operator);
    const comparison = isFitting(ctx, operator, target, at) ? parseComparison(ctx, operator, plain, target, at) : null;
    if (comparison === null) complete = false;
    else comparisons.push(comparison);
  }
  return complete && comparisons.length > 0 ? comparisons : null;
}

/** Reads CMP or `exists`, whichever the object has; null when one is wrong, or it has both. */
export function parseTest(ctx: ParseContext, read: ReadLine, target: Target, path: string): CompareTest | ExistsTest | null {
  const tests = read.present.map(({ name }) => {
    if (name === 'exists') return parseExists(ctx, read.object, path);
    return name === 'comparison' ? parseCompare(ctx, read.object, target, path) : null;
  });
  return tests.length === 1 ? (tests[0] ?? null) : null;
}

function parseExists(ctx: ParseContext, object: PlainObject, path: string): ExistsTest | null {
  const exists = parseBoolean(ctx, plainValueAt(object, 'exists'), '"exists"', joinKey(path, 'exists'));
  return exists === null ? null : { kind: 'exists', exists };
}

function parseCompare(ctx: ParseContext, object: PlainObject, target: Target, path: string): CompareTest | null {
  const comparisons = parseComparisons(ctx, object, target, path);
  return comparisons === null ? null : { kind: 'compare', comparisons };
}

function isFitting(ctx: ParseContext, operator: Operator, target: Target, path: string): boolean {
  if (target.type === null) return true;
  const fitting = OPERATORS_OF_TYPE[target.type];
  if (fitting.includes(operator)) return true;
  const options = joinWords(fitting.map(quoteShort), 'or');
  ctx.report(
    path,
    'wrong-type',
    `${target.name} is ${TYPE_WORDS[target.type]}, which "${operator}" does not compare: use ${options}.`,
  );
  return false;
}

function parseComparison(
  ctx: ParseContext,
  operator: Operator,
  plain: PlainValue,
  target: Target,
  path: string,
): Comparison | null {
  switch (operator) {
    case 'eq': {
      const value = parseLiteral(ctx, plain, target, path);
      return value === null ? null : { op: 'in', values: [value] };
    }
    case 'in': {
      const values = parseValues(ctx, plain, '"in"', path, (item, at) => parseLiteral(ctx, item, target, at));
      return values === null ? null : { op: 'in', values };
    }
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte': {
      const value = parseLiteral(ctx, plain, target, path);
      return value === null ? null : { op: operator, value };
    }
    case 'contains': {
      const value = parseText(ctx, plain, target.name, path);
      return value === null ? null : { op: 'containsAny', values: [value] };
    }
    case 'containsAny': {
      const values = parseValues(ctx, plain, '"containsAny"', path, (item, at) => parseText(ctx, item, target.name, at));
      return values === null ? null : { op: 'containsAny', values };
    }
  }
}

/** A constant of the target's type; null, with an issue, when it is none. Of an unknown type nothing is said. */
function parseLiteral(ctx: ParseContext, plain: PlainValue, target: Target, path: string): Literal | null {
  if (plain === null) {
    const message = 'null is no value: leave the operator out, or ask for a missing value with {"exists": false}.';
    return ctx.report(path, 'wrong-type', message);
  }
  switch (target.type) {
    case 'category':
    case 'text':
    case 'tags': {
      const value = parseText(ctx, plain, target.name, path);
      return value === null ? null : { type: 'text', value };
    }
    case 'number': {
      const value = parseNumber(ctx, plain, target.name, path);
      return value === null ? null : { type: 'number', value };
    }
    case 'boolean': {
      const value = parseBoolean(ctx, plain, target.name, path);
      return value === null ? null : { type: 'boolean', value };
    }
    case 'date': {
      const day = parseDayConstant(ctx, plain, target.name, path);
      return day === null ? null : { type: 'date', day };
    }
    case 'datetime':
      return parseTime(ctx, plain, target, path);
    case null:
      // Nothing to hold it against: the unknown id is the issue.
      return null;
  }
}

function parseTime(ctx: ParseContext, plain: PlainValue, target: Target, path: string): Literal | null {
  if (typeof plain !== 'string') {
    const found = describePlain(plain);
    const example = '"2024-01-31" or "2024-01-31T09:30:00"';
    return ctx.report(
      path,
      'wrong-type',
      `${target.name} is a date or date-time in quotes such as ${example}; here is ${found}.`,
    );
  }
  const time = resolveTimeText(plain, ctx.zone);
  switch (time.kind) {
    case 'day':
      return { type: 'date', day: time.day };
    case 'instant':
      return { type: 'instant', atMs: time.atMs };
    case 'none':
      return ctx.report(path, 'invalid-value', describeNoTime(plain, time.why));
  }
}

const TYPE_WORDS: Readonly<Record<ValueType, string>> = {
  boolean: 'true or false',
  category: 'a category',
  date: 'a date',
  datetime: 'a date-time',
  number: 'a number',
  tags: 'a list of tags',
  text: 'a text',
};

/** In the order in which comparisons stand in a predicate, whatever the order in the text. */
const ALL_OPERATORS: readonly Operator[] = ['eq', 'in', 'gt', 'gte', 'lt', 'lte', 'contains', 'containsAny'];
