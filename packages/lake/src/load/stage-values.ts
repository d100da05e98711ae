import { SilhouetteError, type TimeZone, type ValueSpec, type ValueType } from '@silhouette/model';
import type { ChdbSession } from '../chdb/chdb-session.ts';
import { quoteIdentifier } from '../chdb/sql-text.ts';
import { parseNativeType } from '../value-sql/native-type.ts';
import type { ValueSql } from '../value-sql/value-sql.ts';
import { checkExpression, explainSqlError } from './check-sql.ts';
import {
  type AggregateRow,
  chooseRawSource,
  countOf,
  findColumn,
  makeReadSpec,
  type RawSource,
  readSql,
  type ValueReading,
} from './read-values.ts';
import { describeSelect, type Relation, type Relations, withRelationSql } from './relations.ts';

/** An attribute or field to be staged: as the catalog says it, and where its parts stand in the staging query. */
export interface StagedValue {
  readonly id: string;
  readonly spec: ValueSpec;
  /** Place in the catalog file. */
  readonly path: string;
  readonly reading: ValueReading;
  /** Column of the staging file: `f0`, `f1` … */
  readonly column: string;
  /** Column of the staging file with the name of the value; null without `labelColumn`. */
  readonly label: {
    readonly raw: string;
    readonly column: string;
    readonly fromType: string;
    readonly isClean: boolean;
  } | null;
}

/** A value whose type and decimals are settled. */
export interface SettledValue extends StagedValue {
  readonly type: ValueType;
  readonly decimals: number;
  readonly sql: ValueSql;
}

/** A part of the inner query: an expression and the name it gets. */
export interface RawColumn {
  readonly expr: string;
  readonly raw: string;
}

/** Checks the columns and SQL of attributes or fields against their relation. @throws everything wrong, all at once. */
export async function resolveValues(
  session: ChdbSession,
  relations: Relations,
  relation: Relation,
  specs: ReadonlyMap<string, ValueSpec>,
  path: string,
): Promise<{ readonly values: readonly StagedValue[]; readonly raw: readonly RawColumn[]; readonly texts: readonly string[] }> {
  const values: StagedValue[] = [];
  const raw: RawColumn[] = [];
  const texts: string[] = [];
  const problems: SilhouetteError[] = [];
  for (const [id, spec] of specs) {
    const place = `${path}.${id}`;
    try {
      const index = values.length;
      const source = await resolveSource(session, relations, relation, spec, place);
      raw.push({ expr: source.expr, raw: `_raw_f${index}` });
      if (source.text !== null) texts.push(source.text);
      let label: StagedValue['label'] = null;
      if (spec.labelColumn !== null) {
        const column = findColumn(relation.columns, spec.labelColumn, relation.name, `${place}.labelColumn`);
        const chosen = chooseRawSource(relation, column, 'category');
        raw.push({ expr: chosen.expr, raw: `_raw_l${index}` });
        if (chosen.text !== null) texts.push(chosen.text);
        label = { raw: `_raw_l${index}`, column: `l${index}`, fromType: chosen.fromType, isClean: chosen.isClean };
      }
      const reading = {
        name: id,
        raw: `_raw_f${index}`,
        fromType: source.fromType,
        spec: makeReadSpec(spec, source.fromType),
        isClean: source.isClean,
      };
      values.push({ id, spec, path: place, reading, column: `f${index}`, label });
    } catch (error) {
      if (!(error instanceof SilhouetteError)) throw error;
      problems.push(error);
    }
  }
  throwAll(problems);
  return { values, raw, texts };
}

/** Throws all the issues of several errors as one. */
export function throwAll(problems: readonly SilhouetteError[]): void {
  const [first] = problems;
  if (first === undefined) return;
  throw new SilhouetteError(
    problems.flatMap((problem) => problem.issues),
    { cause: first.cause },
  );
}

/** The type of an expression over a relation. @throws invalid-sql at `path`. */
export async function describeExpression(
  session: ChdbSession,
  relations: Relations,
  relation: Relation,
  expr: string,
  path: string,
): Promise<string> {
  const sql = `${withRelationSql(relations, relation.name)} SELECT (${expr}\n) AS _x FROM ${quoteIdentifier(relation.name)}`;
  try {
    return (await describeSelect(session, sql))[0]?.type ?? 'Nothing';
  } catch (error) {
    throw explainSqlError(error, path, 'The expression');
  }
}

/** Types and decimals once the data has been looked at: `row` has the most decimals of undeclared numbers as `d<index>`. */
export function settleValues(values: readonly StagedValue[], row: AggregateRow, zone: TimeZone): SettledValue[] {
  return values.map((value, index) => {
    const { spec } = value.reading;
    const isNumber = spec.type === 'number';
    const decimals = isNumber ? (spec.decimals ?? Math.min(6, countOf(row, `d${index}`))) : 0;
    const reading = { ...value.reading, spec: { ...spec, decimals } };
    return { ...value, reading, type: spec.type, decimals, sql: readSql(reading, zone, value.path) };
  });
}

/** SQL of a staged value's label: text, null when missing. */
export function labelSql(label: NonNullable<StagedValue['label']>, zone: TimeZone, path: string): string {
  const spec = {
    type: 'text',
    decimals: null,
    missing: [],
    format: null,
    separator: null,
    trueValues: null,
    falseValues: null,
  } as const;
  return readSql({ name: label.raw, raw: label.raw, fromType: label.fromType, spec, isClean: label.isClean }, zone, path).value;
}

/** The stored type of a value, as `docs/lake-format.md` has it. */
export function lakeType(type: ValueType, decimals: number): string {
  switch (type) {
    case 'category':
    case 'text':
      return 'Nullable(String)';
    case 'number':
      return `Nullable(Decimal(38, ${decimals}))`;
    case 'date':
      return 'Nullable(Date32)';
    case 'datetime':
      return "Nullable(DateTime64(3, 'UTC'))";
    case 'boolean':
      return 'Nullable(Bool)';
    case 'tags':
      return 'Array(String)';
  }
}

async function resolveSource(
  session: ChdbSession,
  relations: Relations,
  relation: Relation,
  spec: ValueSpec,
  path: string,
): Promise<RawSource> {
  if (spec.sql === null) {
    const column = findColumn(relation.columns, spec.column ?? '', relation.name, `${path}.column`);
    return chooseRawSource(relation, column, spec.type === 'text' ? 'category' : spec.type, spec.decimals);
  }
  const sqlPath = `${path}.sql`;
  const expr = await checkExpression(session, spec.sql, sqlPath);
  const fromType = await describeExpression(session, relations, relation, expr, sqlPath);
  if (parseNativeType(fromType).kind === 'float') {
    throw SilhouetteError.of(
      'inexact-sql',
      `This expression yields a float (${fromType}), which is not exact. Keep it a decimal: wrap its constants or the whole of it, such as toDecimal64(…, ${spec.decimals ?? 2}).`,
      sqlPath,
    );
  }
  return { expr: `(${expr}\n)`, fromType, text: null, isClean: false };
}
