import { MAX_DECIMALS, VALUE_TYPES, type ValueType } from '../value/value-type.ts';
import type { ValueSpec } from './catalog-file.ts';
import { checkId } from './check-id.ts';
import { parseTimeFormat } from './parse-time-format.ts';
import { type Place, PlaceMap } from './place.ts';
import { DESCRIBED_KEYS, readDescribed } from './read-described.ts';

const KEYS = [
  'type',
  'column',
  'sql',
  'labelColumn',
  'missing',
  'decimals',
  'format',
  'separator',
  'true',
  'false',
  ...DESCRIBED_KEYS,
];

/** All attributes of a customer table, or all fields of an event, by id. */
export function readValueSpecs(place: Place): ReadonlyMap<string, ValueSpec> | null {
  const map = place.readMap('a mapping of ids to { type: …, column: … }');
  if (map === null) return null;
  const specs = new Map<string, ValueSpec>();
  for (const [id, child] of map.entries) {
    const spec = checkId(id, child) ? readValueSpec(id, child) : null;
    if (spec !== null) specs.set(id, spec);
  }
  return specs;
}

/** One attribute or field. Nothing written after the id means: the column of that name, type inferred. */
function readValueSpec(id: string, place: Place): ValueSpec | null {
  const map = place.isEmpty
    ? new PlaceMap(place, new Map())
    : place.readMap('a mapping such as { type: number, column: price }');
  if (map === null) return null;
  map.checkKeys(KEYS);
  const sql = map.read('sql', null, (child) => child.readText());
  const column = map.read('column', null, (child) => child.readText());
  if (map.entries.has('sql') && map.entries.has('column')) {
    map.entries.get('sql')?.fail('invalid-value', 'Give either "column" or "sql", not both.');
  }
  const type = map.read('type', null, (child) => child.readChoice(VALUE_TYPES));
  const format = map.read('format', null, readFormat);
  const readAs = type ?? impliedType(map, format);
  checkCombination(map, readAs, format);
  const trueValues = map.read('true', null, (child) => child.readValueTexts('texts that mean true'));
  const falseValues = map.read('false', null, (child) => child.readValueTexts('texts that mean false'));
  checkSpellings(map, trueValues, falseValues);
  return {
    ...readDescribed(map),
    column: column ?? (map.entries.has('sql') ? null : id),
    sql,
    labelColumn: map.read('labelColumn', null, (child) => child.readText()),
    type: readAs,
    missing: map.read('missing', [], (child) => child.readValueTexts('texts that mean missing')),
    decimals: map.read('decimals', null, (child) => child.readWhole(0, MAX_DECIMALS)),
    format: format?.text ?? null,
    separator: map.read('separator', null, readSeparator),
    trueValues,
    falseValues,
  };
}

interface Format {
  readonly text: string;
  readonly hasTime: boolean;
}

function readFormat(place: Place): Format | null {
  const text = place.readText();
  if (text === null) return null;
  const parsed = parseTimeFormat(text);
  if (!parsed.ok) return place.fail('invalid-value', parsed.message);
  return { text, hasTime: parsed.format.hasTime };
}

function readSeparator(place: Place): string | null {
  // A separator may be white space (a tab, a blank), which is no text elsewhere.
  if (place.node.kind === 'scalar' && place.node.type === 'text' && place.node.text !== '') return place.node.text;
  return place.failType('a text such as ";"');
}

/** A declaration that only one type can have says the type. */
function impliedType(map: PlaceMap, format: Format | null): ValueType | null {
  if (format !== null) return format.hasTime ? 'datetime' : 'date';
  if (map.entries.has('decimals')) return 'number';
  if (map.entries.has('separator')) return 'tags';
  if (map.entries.has('true') || map.entries.has('false')) return 'boolean';
  return null;
}

const ONLY_FOR: readonly { readonly key: string; readonly types: readonly ValueType[] }[] = [
  { key: 'decimals', types: ['number'] },
  { key: 'format', types: ['date', 'datetime'] },
  { key: 'separator', types: ['tags'] },
  { key: 'true', types: ['boolean'] },
  { key: 'false', types: ['boolean'] },
  { key: 'labelColumn', types: ['category'] },
];

function checkCombination(map: PlaceMap, type: ValueType | null, format: Format | null): void {
  if (type === null) return;
  for (const { key, types } of ONLY_FOR) {
    const place = map.entries.get(key);
    if (place === undefined || types.includes(type)) continue;
    place.fail(
      'invalid-value',
      `"${key}" goes with type ${types.join(' or ')} only, and this is ${type}: remove one of the two.`,
    );
  }
  const place = map.entries.get('format');
  if (place !== undefined && format !== null && type === 'datetime' && !format.hasTime) {
    place.fail('invalid-value', `"${format.text}" has no time of day; say type: date, or add HH.`);
  }
  if (place !== undefined && format !== null && type === 'date' && format.hasTime) {
    place.fail('invalid-value', `"${format.text}" has a time of day; say type: datetime, or leave the time out.`);
  }
}

function checkSpellings(map: PlaceMap, trueValues: readonly string[] | null, falseValues: readonly string[] | null): void {
  const both = (trueValues ?? ['true']).filter((value) => (falseValues ?? ['false']).includes(value));
  const place = map.entries.get('false') ?? map.entries.get('true');
  if (both.length > 0)
    place?.fail('invalid-value', `${both.map((value) => `"${value}"`).join(', ')} would mean both true and false; keep one.`);
}
