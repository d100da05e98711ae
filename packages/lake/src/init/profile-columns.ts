import { MAX_CATEGORY_VALUES, MAX_DECIMALS } from '@silhouette/model';
import type { ChdbSession } from '../chdb/chdb-session.ts';
import { fileSql, quoteIdentifier, sqlString } from '../chdb/sql-text.ts';
import type { SourceFileColumn } from '../source/source-state.ts';
import { parseNativeType, valueTypeOf } from '../value-sql/native-type.ts';
import { isFlagName, isPrivateName } from './column-hints.ts';
import type { InitColumn } from './init-table.ts';

/** Words that often stand for "no value"; proposed only where they keep a column from its type. */
const MISSING_WORDS = [
  'NA',
  'N/A',
  'n/a',
  '#N/A',
  '-',
  '--',
  'null',
  'NULL',
  'Null',
  'None',
  'none',
  '\\N',
  'NaN',
  'nan',
  '?',
  '.',
  '없음',
  '미상',
] as const;

/** Spellings of yes and no, in pairs. */
const FLAG_PAIRS = [
  ['true', 'false'],
  ['Y', 'N'],
  ['y', 'n'],
  ['Yes', 'No'],
  ['yes', 'no'],
  ['YES', 'NO'],
  ['TRUE', 'FALSE'],
  ['True', 'False'],
  ['T', 'F'],
  ['예', '아니오'],
  ['예', '아니요'],
  ['O', 'X'],
  ['1', '0'],
] as const;

const NUMBER = '^-?(0|[1-9][0-9]*)(\\.[0-9]+)?$';
const DRESSED =
  '^[-+]?[£$€¥₩]?\\s?[-+]?[0-9]{1,3}(,[0-9]{3})*(\\.[0-9]+)?\\s?(원|KRW|USD|EUR|GBP)?$|^[-+]?[£$€¥₩]?\\s?[0-9]+(\\.[0-9]+)?\\s?(원|KRW|USD|EUR|GBP)?$';
const ISO_DATE = '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$';
const ISO_TIME =
  '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.,][0-9]+)?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?$';

/** May be a date in another form; which one is looked at only then. */
const DATE_LIKE =
  '^[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}( [0-9]{1,2}:[0-9]{2}(:[0-9]{2})?)?$|^[0-9]{8}$|^[0-9]{14}$|^[0-9]{4}년';
const TESTS = [NUMBER, ISO_DATE, ISO_TIME];

/** Dates that are not ISO 8601: pattern of the catalog, and a regular expression that its values match. */
const DATE_FORMATS: readonly { readonly format: string; readonly regex: string; readonly other: string | null }[] =
  listDateFormats();

interface Measured {
  readonly present: number;
  readonly distinct: number;
  /** Words such as `NA`, and how many values are one. */
  readonly words: readonly string[];
  readonly wordsCount: number;
  /** Values that pass each of {@link TESTS}. */
  readonly counts: readonly number[];
  readonly examples: readonly string[];
  readonly averageLength: number;
  readonly negatives: number;
}

/** What a second look found. */
interface Shape {
  /** Patterns of dates that all values match. */
  readonly formats: readonly string[];
  readonly dressed: InitColumn['dressed'];
}

/** Looks at every value of every column; the words that are missing are found and set aside. */
export async function profileColumns(
  session: ChdbSession,
  parquetFiles: readonly string[],
  columns: readonly SourceFileColumn[],
): Promise<{ readonly rows: number; readonly columns: readonly InitColumn[] }> {
  const parts = columns.map((column, index) => measureSql(column, `c${index}`));
  // Columns are named by their table throughout: one called `rows` must not be taken for the alias of a result.
  const from = `${fileSql(parquetFiles)} AS t`;
  const [row] = await session.query(`SELECT count() AS rows${parts.map((part) => `, ${part}`).join('')} FROM ${from}`);
  if (row === undefined) throw new Error('A query with aggregates gave no row.');
  const judged: InitColumn[] = [];
  for (const [index, column] of columns.entries()) {
    const seen = readMeasured(row, `c${index}`);
    judged.push(judgeColumn(column, seen, await findShape(session, from, column, seen)));
  }
  return { rows: Number(row.rows), columns: judged };
}

/** Looks again at columns whose examples are all like dates or like numbers with signs: costly, and seldom needed. */
async function findShape(session: ChdbSession, from: string, column: SourceFileColumn, seen: Measured): Promise<Shape> {
  const nothing: Shape = { formats: [], dressed: null };
  const real = seen.present - seen.wordsCount;
  if (real === 0 || parseNativeType(column.nativeType).kind !== 'text' || column.isJsonList) return nothing;
  // What is ISO 8601 throughout needs no second look.
  if (seen.counts[1] === real || seen.counts[2] === real) return nothing;
  const value = `trimBoth(ifNull(toString(t.${quoteIdentifier(column.name)}), ''))`;
  const values = `(SELECT ${value} AS _v FROM ${from} WHERE _v != '' AND NOT (${isWordSql('_v')}))`;
  if (seen.examples.every((example) => new RegExp(DATE_LIKE).test(example))) {
    const counts = DATE_FORMATS.map(({ regex }) => `countIf(match(_v, ${sqlString(regex)}))`).join(', ');
    const [row] = await session.query<{ counts: readonly string[] }>(`SELECT [${counts}] AS counts FROM ${values}`);
    const fits = DATE_FORMATS.filter((_, index) => Number(row?.counts[index]) === real);
    return { formats: fits.map(({ format }) => format), dressed: null };
  }
  if (seen.counts[0] === real || !seen.examples.every((example) => new RegExp(DRESSED).test(example))) return nothing;
  const [row] = await session.query<{
    fits: string;
    decimals: string;
    sign: string;
  }>(`SELECT countIf(match(_v, ${sqlString(DRESSED)})) AS fits,
    max(if(position(_v, '.') = 0, 0, lengthUTF8(replaceRegexpAll(_v, '^[^.]*\\.|[^0-9]', '')))) AS decimals,
    arrayStringConcat(arraySort(groupUniqArray(extract(_v, '[£$€¥₩원]')))) AS sign FROM ${values}`);
  if (row === undefined || Number(row.fits) !== real || Number(row.decimals) > MAX_DECIMALS) return nothing;
  return { formats: [], dressed: { decimals: Number(row.decimals), sign: row.sign === '' ? null : row.sign } };
}

function isWordSql(value: string): string {
  return `${value} IN (${MISSING_WORDS.map((word) => sqlString(word)).join(', ')})`;
}

function measureSql(column: SourceFileColumn, prefix: string): string {
  const native = parseNativeType(column.nativeType);
  const raw = `t.${quoteIdentifier(column.name)}`;
  const text =
    native.kind === 'list' ? `arrayStringConcat(arrayMap(v -> toString(v), ${raw}), ';')` : `trimBoth(toString(${raw}))`;
  const value = `ifNull(${text}, '')`;
  const isText = native.kind === 'text';
  const words = isWordSql(value);
  const real = isText ? `${value} != '' AND NOT ${words}` : `${value} != ''`;
  const matches = isText ? TESTS.map((regex) => `countIf(${real} AND match(${value}, ${sqlString(regex)}))`) : [];
  return [
    `countIf(${value} != '') AS ${prefix}_present`,
    `uniqIf(${value}, ${real}) AS ${prefix}_distinct`,
    `${isText ? `groupUniqArrayIf(20)(${value}, ${words})` : "CAST([], 'Array(String)')"} AS ${prefix}_words`,
    `${isText ? `countIf(${words})` : '0'} AS ${prefix}_words_count`,
    `[${matches.length === 0 ? 'toUInt64(0)' : matches.join(', ')}] AS ${prefix}_counts`,
    `arraySort(groupUniqArrayIf(41)(leftUTF8(${value}, 60), ${real})) AS ${prefix}_examples`,
    `ifNull(avgOrNullIf(lengthUTF8(${value}), ${real}), 0) AS ${prefix}_length`,
    `countIf(startsWith(${value}, '-') AND ${real} AND match(${value}, ${sqlString(NUMBER)})) AS ${prefix}_negatives`,
  ].join(', ');
}

function readMeasured(row: Readonly<Record<string, unknown>>, prefix: string): Measured {
  const texts = (name: string) => {
    const list = row[`${prefix}_${name}`];
    return Array.isArray(list) ? list.map(String) : [];
  };
  const number = (name: string) => Number(row[`${prefix}_${name}`] ?? 0);
  return {
    present: number('present'),
    distinct: number('distinct'),
    words: texts('words').sort(),
    wordsCount: number('words_count'),
    counts: texts('counts').map(Number),
    examples: texts('examples'),
    averageLength: number('length'),
    negatives: number('negatives'),
  };
}

function judgeColumn(column: SourceFileColumn, seen: Measured, shape: Shape): InitColumn {
  const real = seen.present - seen.wordsCount;
  const base = {
    name: column.name,
    format: null,
    otherFormat: null,
    missingWords: [],
    flagWords: null,
    present: seen.present,
    distinct: seen.distinct,
    unfit: 0,
    examples: seen.examples,
    averageLength: seen.averageLength,
    hasNegatives: seen.negatives > 0,
    dressed: null,
  } as const;
  const native = parseNativeType(column.nativeType);
  if (native.kind !== 'text')
    return {
      ...base,
      type: column.isJsonList ? 'tags' : valueTypeOf(column.nativeType),
      flagWords: readFlag(column.name, seen, real),
    };
  if (column.isJsonList) return { ...base, type: 'tags' };
  if (real === 0) return { ...base, type: 'category' };

  const flag = readFlag(column.name, seen, real);
  const typed = readTyped(seen, real, shape.formats);
  // Words are proposed as missing only where the rest of the column then has a type of its own.
  const settled = {
    ...base,
    missingWords: typed === null && flag === null ? [] : seen.words,
    present: typed === null && flag === null ? seen.present : real,
  };
  if (flag !== null) return { ...settled, type: 'boolean', flagWords: flag };
  if (typed !== null) return { ...settled, ...typed };
  if (shape.dressed !== null)
    return { ...base, missingWords: seen.words, present: real, type: 'category', dressed: shape.dressed };
  return { ...base, type: isLongText(column.name, seen) ? 'text' : 'category' };
}

/** A number, date or date-time: of all values, or of nearly all, so that the odd one out is a mistake. */
function readTyped(
  seen: Measured,
  real: number,
  formats: readonly string[],
): Pick<InitColumn, 'type' | 'format' | 'otherFormat' | 'unfit'> | null {
  const [numbers = 0, dates = 0, times = 0] = seen.counts;
  const isNearlyAll = (count: number) => count === real || (real >= 200 && count >= real * 0.98);
  if (isNearlyAll(dates)) return { type: 'date', format: null, otherFormat: null, unfit: real - dates };
  if (isNearlyAll(times)) return { type: 'datetime', format: null, otherFormat: null, unfit: real - times };
  const [format] = formats;
  if (format !== undefined) {
    const other = DATE_FORMATS.find((known) => known.format === format)?.other ?? null;
    return {
      type: /H/.test(format) ? 'datetime' : 'date',
      format,
      otherFormat: other !== null && formats.includes(other) ? other : null,
      unfit: 0,
    };
  }
  if (isNearlyAll(numbers)) return { type: 'number', format: null, otherFormat: null, unfit: real - numbers };
  return null;
}

function readFlag(name: string, seen: Measured, real: number): InitColumn['flagWords'] {
  if (seen.distinct > 2 || real === 0) return null;
  for (const [yes, no] of FLAG_PAIRS) {
    if (!seen.examples.every((example) => example === yes || example === no)) continue;
    // One or two letters and digits may be codes of anything: both must be there, and 0/1, O/X and T/F be named a flag.
    const isPlain = yes.length > 1;
    if (seen.examples.length < 2 && !isFlagName(name)) return null;
    if (!isPlain && ['1', 'O', 'T'].includes(yes) && !isFlagName(name)) return null;
    return { yes: [yes], no: [no] };
  }
  return null;
}

function isLongText(name: string, seen: Measured): boolean {
  if (seen.distinct > MAX_CATEGORY_VALUES) return true;
  if (isPrivateName(name) && seen.distinct > 50) return true;
  return seen.averageLength > 60 && seen.distinct > 100;
}

function listDateFormats(): { format: string; regex: string; other: string | null }[] {
  const year = '(19|20)[0-9]{2}';
  const months = { MM: '(0[1-9]|1[0-2])', M: '(0?[1-9]|1[0-2])' };
  const days = { dd: '(0[1-9]|[12][0-9]|3[01])', d: '(0?[1-9]|[12][0-9]|3[01])' };
  const clocks = [
    { format: '', regex: '' },
    { format: ' HH:mm', regex: ' ([01][0-9]|2[0-3]):[0-5][0-9]' },
    { format: ' HH:mm:ss', regex: ' ([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]' },
    { format: ' H:mm', regex: ' (1?[0-9]|2[0-3]):[0-5][0-9]' },
    { format: ' H:mm:ss', regex: ' (1?[0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]' },
  ];
  const found: { format: string; regex: string; other: string | null }[] = [];
  const add = (format: string, regex: string, other: string | null) => found.push({ format, regex: `^${regex}$`, other });
  for (const clock of clocks) {
    for (const sign of ['/', '.', '-']) {
      const mark = sign === '.' ? '\\.' : sign;
      for (const [month, day] of [
        ['MM', 'dd'],
        ['M', 'd'],
      ] as const) {
        const [m, d] = [months[month], days[day]];
        if (sign !== '-' || month === 'M' || clock.format.startsWith(' H:')) {
          add(`yyyy${sign}${month}${sign}${day}${clock.format}`, `${year}${mark}${m}${mark}${d}${clock.regex}`, null);
        }
        const european = `${day}${sign}${month}${sign}yyyy${clock.format}`;
        const american = `${month}${sign}${day}${sign}yyyy${clock.format}`;
        add(european, `${d}${mark}${m}${mark}${year}${clock.regex}`, american);
        add(american, `${m}${mark}${d}${mark}${year}${clock.regex}`, european);
      }
    }
    add(`yyyyMMdd${clock.format}`, `${year}${months.MM}${days.dd}${clock.regex}`, null);
  }
  add('yyyyMMddHHmmss', `${year}${months.MM}${days.dd}([01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]`, null);
  add("yyyy'년' M'월' d'일'", `${year}년 ${months.M}월 ${days.d}일`, null);
  return found;
}
