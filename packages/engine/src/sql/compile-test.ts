import {
  assertNever,
  type CompareTest,
  type Comparison,
  type ExistsTest,
  FIRST_DAY,
  formatDay,
  LAST_DAY,
  type Literal,
  type TimeZone,
} from '@silhouette/model';
import type { Bindings } from './bindings.ts';
import { NEVER, nullIsFalse, writeAll, writeNot } from './boolean-sql.ts';
import { compileBound, type RangeOperator } from './compile-bound.ts';
import { instantOfSql, writeInSpans } from './instant-sql.ts';
import type { Subject } from './subject.ts';

/** What a test needs besides its subject. */
export interface TestContext {
  readonly bindings: Bindings;
  readonly zone: TimeZone;
}

/** Lists longer than this are bound as one parameter and looked up as a set. */
const MAX_SEPARATE_VALUES = 10;

/** SQL (0 or 1, never null) of a test of a value; a missing value passes only `exists: false`. */
export function compileTest(subject: Subject, test: CompareTest | ExistsTest, context: TestContext): string {
  if (test.kind === 'exists') {
    const present = subject.kind === 'tags' ? `notEmpty(${subject.sql})` : `isNotNull(${subject.sql})`;
    return test.exists ? present : writeNot(present);
  }
  return writeAll(test.comparisons.map((comparison) => compileComparison(subject, comparison, context)));
}

/** SQL (0 or 1, never null) of one comparison. */
export function compileComparison(subject: Subject, comparison: Comparison, context: TestContext): string {
  switch (comparison.op) {
    case 'in':
      return compileIn(subject, comparison.values, context);
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return compileRange(subject, comparison.op, comparison.value, context);
    case 'containsAny':
      return compileContains(subject, comparison.values, context);
    default:
      return assertNever(comparison);
  }
}

function compileIn(subject: Subject, values: readonly Literal[], { bindings, zone }: TestContext): string {
  switch (subject.kind) {
    case 'text': {
      const texts = values.map((value) => expectLiteral(value, 'text').value);
      return writeIn(subject.sql, texts, 'String', bindings, 'arrayJoin');
    }
    case 'boolean': {
      const flags = values.map((value) => String(expectLiteral(value, 'boolean').value));
      return writeIn(subject.sql, flags, 'Bool', bindings, 'arrayJoin');
    }
    case 'number':
    case 'integer': {
      // A constant with more decimals or digits than the column can have equals none of its values.
      const exact = values.flatMap((value) => {
        const bound = compileBound('gte', expectLiteral(value, 'number').value, subject);
        return bound.kind === 'bound' && bound.exact ? [bound.text] : [];
      });
      if (subject.kind === 'integer') return writeIn(subject.sql, exact, 'Int64', bindings, 'toInt64');
      const { digits, decimals } = subject;
      return writeIn(
        subject.sql,
        exact,
        `Decimal(${digits}, ${decimals})`,
        bindings,
        `toDecimal${digits === 38 ? 128 : 256}`,
        decimals,
      );
    }
    case 'date': {
      const days = values.map((value) => expectLiteral(value, 'date').day).filter((day) => day >= FIRST_DAY && day <= LAST_DAY);
      return writeIn(subject.sql, days.map(formatDay), 'Date32', bindings, 'toDate32');
    }
    case 'datetime':
      return nullIsFalse(
        writeInSpans(
          instantOfSql(subject.sql),
          values.map((value) => spanOf(value, zone)),
          bindings,
        ),
      );
    case 'tags':
      throw new TypeError('Tags have no single value: the definition did not come from parsePredicate.');
    default:
      return assertNever(subject);
  }
}

function writeIn(
  sql: string,
  texts: readonly string[],
  type: string,
  bindings: Bindings,
  convert: string,
  scale?: number,
): string {
  const distinct = listPossible(texts);
  const [first] = distinct;
  if (first === undefined) return NEVER;
  if (distinct.length === 1) return `ifNull(${sql} = ${bindings.bind(type, first)}, 0)`;
  if (distinct.length <= MAX_SEPARATE_VALUES) {
    return `ifNull(${sql} IN (${distinct.map((text) => bindings.bind(type, text)).join(', ')}), 0)`;
  }
  const item = `arrayJoin(${bindings.bindList('String', distinct)})`;
  const value = convert === 'arrayJoin' ? item : `${convert}(${item}${scale === undefined ? '' : `, ${scale}`})`;
  return `ifNull(${sql} IN (SELECT ${value}), 0)`;
}

/** Without repetitions, and without text that is not Unicode (a lone surrogate): no stored text can equal it. */
function listPossible(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((text) => !/\p{Surrogate}/u.test(text));
}

/** Whether the customer's key is one of these. */
export function compileKeys(sql: string, keys: readonly string[], bindings: Bindings): string {
  return writeIn(sql, keys, 'String', bindings, 'arrayJoin');
}

function compileRange(subject: Subject, op: RangeOperator, literal: Literal, { bindings, zone }: TestContext): string {
  switch (subject.kind) {
    case 'number':
    case 'integer': {
      const bound = compileBound(op, expectLiteral(literal, 'number').value, subject);
      if (bound.kind === 'never') return NEVER;
      if (bound.kind === 'present') return `isNotNull(${subject.sql})`;
      const type = subject.kind === 'integer' ? 'Int64' : `Decimal(${subject.digits}, ${subject.decimals})`;
      return `ifNull(${subject.sql} ${bound.operator} ${bindings.bind(type, bound.text)}, 0)`;
    }
    case 'date': {
      const { day } = expectLiteral(literal, 'date');
      // Constants may lie outside of what a column can hold.
      if (day > LAST_DAY) return op === 'lt' || op === 'lte' ? `isNotNull(${subject.sql})` : NEVER;
      if (day < FIRST_DAY) return op === 'gt' || op === 'gte' ? `isNotNull(${subject.sql})` : NEVER;
      return `ifNull(${subject.sql} ${OPERATORS[op]} ${bindings.bind('Date32', formatDay(day))}, 0)`;
    }
    case 'datetime': {
      const { startMs, endMs } = spanOf(literal, zone);
      // A bare date stands for its whole local day.
      const [operator, atMs] = { gt: ['>=', endMs], gte: ['>=', startMs], lt: ['<', startMs], lte: ['<', endMs] }[op];
      return `ifNull(${instantOfSql(subject.sql)} ${operator} ${bindings.bind('Int64', String(atMs))}, 0)`;
    }
    case 'text':
    case 'boolean':
    case 'tags':
      throw new TypeError(`A ${subject.kind} has no order: the definition did not come from parsePredicate.`);
    default:
      return assertNever(subject);
  }
}

const OPERATORS = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

function compileContains(subject: Subject, tags: readonly string[], { bindings }: TestContext): string {
  if (subject.kind !== 'tags')
    throw new TypeError(`A ${subject.kind} holds no tags: the definition did not come from parsePredicate.`);
  const distinct = listPossible(tags);
  const [first] = distinct;
  if (first === undefined) return NEVER;
  if (distinct.length === 1) return `has(${subject.sql}, ${bindings.bind('String', first)})`;
  if (distinct.length <= MAX_SEPARATE_VALUES) {
    return `hasAny(${subject.sql}, [${distinct.map((tag) => bindings.bind('String', tag)).join(', ')}])`;
  }
  return `arrayExists(tag -> tag IN (SELECT arrayJoin(${bindings.bindList('String', distinct)})), ${subject.sql})`;
}

function spanOf(literal: Literal, zone: TimeZone): { readonly startMs: number; readonly endMs: number } {
  if (literal.type === 'instant') return { startMs: literal.atMs, endMs: literal.atMs + 1 };
  const { day } = expectLiteral(literal, 'date');
  return { startMs: zone.startOfDay(day), endMs: zone.startOfDay(day + 1) };
}

function expectLiteral<T extends Literal['type']>(literal: Literal, type: T): Extract<Literal, { type: T }> {
  if (literal.type !== type)
    throw new TypeError(
      `Expected a constant of ${type}, found ${literal.type}: the definition did not come from parsePredicate.`,
    );
  // The type was compared just above; the compiler does not narrow a generic.
  return literal as Extract<Literal, { type: T }>;
}
