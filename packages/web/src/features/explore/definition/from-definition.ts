import { assertNever, type Predicate } from '@silhouette/model';
import { type Json, type JsonObject, MEANT } from './to-definition.ts';
import {
  type AttributeTest,
  CALENDAR_PERIODS,
  type Compare,
  type CompareTest,
  type EventMeasure,
  type ExistsTest,
  type FilterNode,
  type GroupNode,
  MEASURES,
  newNodeId,
  type Scalar,
  type SequenceNode,
  type SequenceStep,
  type TimeWindow,
  type TreeNode,
  WINDOW_UNITS,
} from './tree.ts';

/** A definition the page cannot show: where and why. */
export class DefinitionProblem extends Error {
  override readonly name = 'DefinitionProblem';
  readonly path: string;

  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}

/** Which form is read: the language itself, or the page's own (see `toAddressDefinition`). */
export type DefinitionForm = 'language' | 'address';

/**
 * The tree of a definition; its root is always a group. Nothing is guessed: what the grammar does not know is an error.
 * Whether ids exist and values fit is for the server to say. @throws DefinitionProblem
 */
export function fromDefinition(definition: unknown, form: DefinitionForm): GroupNode {
  const node = readNode(definition, '', form, 0);
  if (node.kind === 'group' && !node.off && !node.negated) return node;
  return { kind: 'group', id: newNodeId(), negated: false, off: false, mode: 'all', children: [node] };
}

// By name, so that the compiler misses a condition that the page has not heard of; the key tells which one an object is.
const CONDITION_NAMES: { readonly [Kind in Predicate['kind']]: Kind } = {
  not: 'not',
  all: 'all',
  any: 'any',
  attribute: 'attribute',
  event: 'event',
  sequence: 'sequence',
  audience: 'audience',
  customers: 'customers',
};
const CONDITIONS = Object.values(CONDITION_NAMES);

const MAX_DEPTH = 200;
const OPERATORS = ['eq', 'in', 'gt', 'gte', 'lt', 'lte', 'contains', 'containsAny'] as const;

function readNode(value: unknown, path: string, form: DefinitionForm, depth: number): TreeNode {
  if (depth > MAX_DEPTH) throw new DefinitionProblem(path, `More than ${MAX_DEPTH} levels.`);
  const object = readObject(value, path);
  if ('off' in object && form === 'address') {
    allowKeys(object, ['off'], path);
    return { ...readNode(object.off, `${path}.off`, form, depth + 1), off: true };
  }
  const kind = CONDITIONS.find((name) => Object.hasOwn(object, name));
  const base = { id: newNodeId(), negated: false, off: false };
  switch (kind) {
    case 'not': {
      allowKeys(object, ['not'], path);
      const inner = readNode(object.not, `${path}.not`, form, depth + 1);
      return { ...inner, negated: !inner.negated };
    }
    case 'all':
    case 'any':
      return readGroup(object, path, form, depth);
    case 'attribute': {
      const attribute = readText(object.attribute, `${path}.attribute`);
      return { ...base, kind, attribute, test: readAttributeTest(object, path, form) };
    }
    case 'event':
      return { ...base, kind, ...readEvent(object, path, form) };
    case 'sequence':
      return { ...base, ...readSequence(object, path, form) };
    case 'audience': {
      allowKeys(object, ['audience', 'version'], path);
      const version = object.version === undefined ? null : readWhole(object.version, `${path}.version`, 1);
      const audience = readText(object.audience, `${path}.audience`);
      // On the page an empty id is one still to be chosen, which takes no part; the language has none.
      if (audience === '' && form === 'language') throw new DefinitionProblem(`${path}.audience`, 'Must not be empty.');
      return { ...base, kind, audience, version };
    }
    case 'customers': {
      const isMeant = form === 'language' || object[MEANT] === true;
      allowKeys(object, form === 'address' && isMeant ? ['customers', MEANT] : ['customers'], path);
      const keys = readList(object.customers, `${path}.customers`).map((key, index) =>
        readText(key, `${path}.customers[${index}]`),
      );
      return { ...base, kind, keys, finished: isMeant };
    }
    case undefined:
      throw new DefinitionProblem(path, 'Not a condition of the audience language.');
    default:
      return assertNever(kind);
  }
}

function readGroup(object: JsonObject, path: string, form: DefinitionForm, depth: number): TreeNode {
  const mode = 'all' in object ? 'all' : 'any';
  allowKeys(object, [mode], path);
  const children = readList(object[mode], `${path}.${mode}`).map((child, index) =>
    readNode(child, `${path === '' ? '' : `${path}.`}${mode}[${index}]`, form, depth + 1),
  );
  // On the page a group with nothing in it is one still to be filled; the language means everyone or nobody by it.
  if (children.length === 0 && form === 'language' && depth > 0) {
    const node = nobody();
    return mode === 'any' ? node : { ...node, negated: true };
  }
  if (children.length === 0 && form === 'language' && mode === 'any') return nobody();
  return { id: newNodeId(), negated: false, off: false, kind: 'group', mode, children };
}

/** A condition that nobody meets. */
function nobody(): TreeNode {
  return { kind: 'customers', id: newNodeId(), negated: false, off: false, keys: [], finished: true };
}

function readAttributeTest(object: JsonObject, path: string, form: DefinitionForm): AttributeTest {
  if ('within' in object) {
    allowKeys(object, ['attribute', 'within'], path);
    return { kind: 'within', window: readWindow(object.within, `${path}.within`, form) };
  }
  if ('anniversary' in object) {
    allowKeys(object, ['attribute', 'anniversary'], path);
    const inner = readObject(object.anniversary, `${path}.anniversary`);
    allowKeys(inner, ['next', 'unit'], `${path}.anniversary`);
    readOneOf(inner.unit, ['day'], `${path}.anniversary.unit`);
    return { kind: 'anniversary', nextDays: readWhole(inner.next, `${path}.anniversary.next`, 1) };
  }
  return readTest(object, path, ['attribute'], form);
}

function readTest(object: JsonObject, path: string, others: readonly string[], form: DefinitionForm): CompareTest | ExistsTest {
  if ('exists' in object) {
    allowKeys(object, [...others, 'exists'], path);
    if (typeof object.exists !== 'boolean') throw new DefinitionProblem(`${path}.exists`, 'Must be true or false.');
    return { kind: 'exists', exists: object.exists };
  }
  allowKeys(object, [...others, ...OPERATORS], path);
  const compare: { -readonly [K in keyof Compare]: Compare[K] } = {};
  if (object.eq !== undefined) compare.eq = readScalar(object.eq, `${path}.eq`);
  if (object.in !== undefined) compare.in = readScalars(object.in, `${path}.in`);
  for (const operator of ['gt', 'gte', 'lt', 'lte'] as const) {
    const value = object[operator];
    if (value !== undefined) compare[operator] = readScalar(value, `${path}.${operator}`);
  }
  if (object.contains !== undefined) compare.contains = readText(object.contains, `${path}.contains`);
  if (object.containsAny !== undefined) {
    const list = readList(object.containsAny, `${path}.containsAny`);
    compare.containsAny = list.map((tag, index) => readText(tag, `${path}.containsAny[${index}]`));
  }
  if (Object.keys(compare).length === 0 && form === 'language') {
    throw new DefinitionProblem(path, 'A comparison or "exists" is missing.');
  }
  return { kind: 'compare', compare };
}

function readEvent(object: JsonObject, path: string, form: DefinitionForm) {
  const measures = MEASURES.filter((kind) => kind in object);
  const [kind = 'count'] = measures;
  if (measures.length > 1) throw new DefinitionProblem(path, `Only one measure is possible, here are ${measures.join(', ')}.`);
  allowKeys(object, ['event', 'where', 'within', 'per', ...MEASURES], path);
  return { ...readRows(object, path, form), measure: readMeasure(kind, object, path, form) };
}

function readRows(object: JsonObject, path: string, form: DefinitionForm) {
  const where = object.where === undefined ? [] : readList(object.where, `${path}.where`);
  return {
    event: readText(object.event, `${path}.event`),
    where: where.map((filter, index) => readFilter(filter, `${path}.where[${index}]`, form, 0)),
    within: object.within === undefined ? null : readWindow(object.within, `${path}.within`, form),
  };
}

function readFilter(value: unknown, path: string, form: DefinitionForm, depth: number): FilterNode {
  if (depth > MAX_DEPTH) throw new DefinitionProblem(path, `More than ${MAX_DEPTH} levels.`);
  const object = readObject(value, path);
  if ('not' in object) {
    allowKeys(object, ['not'], path);
    const inner = readFilter(object.not, `${path}.not`, form, depth + 1);
    return { ...inner, negated: !inner.negated };
  }
  const base = { id: newNodeId(), negated: false };
  if ('field' in object) {
    const field = readText(object.field, `${path}.field`);
    return { ...base, kind: 'field', field, test: readTest(object, path, ['field'], form) };
  }
  const mode = 'all' in object ? 'all' : 'any';
  allowKeys(object, [mode], path);
  const children = readList(object[mode], `${path}.${mode}`).map((child, index) =>
    readFilter(child, `${path}.${mode}[${index}]`, form, depth + 1),
  );
  return { ...base, kind: 'filters', mode, children };
}

function readMeasure(kind: (typeof MEASURES)[number], object: JsonObject, path: string, form: DefinitionForm): EventMeasure {
  const per = object.per === undefined ? null : readOneOf(object.per, ['occasion', 'row'], `${path}.per`);
  if (!(kind in object)) {
    return { kind, field: null, unit: null, per, test: { kind: 'compare', compare: { gte: '1' } } };
  }
  const inner = readObject(object[kind], `${path}.${kind}`);
  const innerPath = `${path}.${kind}`;
  if (kind === 'count' || kind === 'days') {
    return { kind, field: null, unit: null, per, test: readTest(inner, innerPath, [], form) };
  }
  if (kind === 'recency') {
    const unit = readOneOf(inner.unit, WINDOW_UNITS, `${innerPath}.unit`);
    return { kind, field: null, unit, per, test: readTest(inner, innerPath, ['unit'], form) };
  }
  const field = readText(inner.field, `${innerPath}.field`);
  return { kind, field, unit: null, per, test: readTest(inner, innerPath, ['field'], form) };
}

function readSequence(object: JsonObject, path: string, form: DefinitionForm): Pick<SequenceNode, 'kind' | 'steps' | 'gap'> {
  allowKeys(object, ['sequence', 'gap'], path);
  const steps = readList(object.sequence, `${path}.sequence`).map((value, index): SequenceStep => {
    const stepPath = `${path}.sequence[${index}]`;
    const step = readObject(value, stepPath);
    allowKeys(step, ['event', 'where', 'within'], stepPath);
    return { id: newNodeId(), ...readRows(step, stepPath, form) };
  });
  if (object.gap === undefined) return { kind: 'sequence', steps, gap: null };
  const gap = readObject(object.gap, `${path}.gap`);
  allowKeys(gap, ['max', 'unit'], `${path}.gap`);
  const unit = readOneOf(gap.unit, ['hour', 'day', 'week', 'month'], `${path}.gap.unit`);
  return { kind: 'sequence', steps, gap: { max: readWhole(gap.max, `${path}.gap.max`, 1), unit } };
}

function readWindow(value: unknown, path: string, form: DefinitionForm): TimeWindow {
  const object = readObject(value, path);
  if ('last' in object) {
    allowKeys(object, ['last', 'unit'], path);
    return {
      kind: 'last',
      n: readWhole(object.last, `${path}.last`, 1),
      unit: readOneOf(object.unit, WINDOW_UNITS, `${path}.unit`),
    };
  }
  const calendarUnits = ['day', 'week', 'month', 'year'] as const;
  if ('next' in object) {
    allowKeys(object, ['next', 'unit'], path);
    return {
      kind: 'next',
      n: readWhole(object.next, `${path}.next`, 1),
      unit: readOneOf(object.unit, calendarUnits, `${path}.unit`),
    };
  }
  if ('ago' in object) {
    allowKeys(object, ['ago'], path);
    const ago = readObject(object.ago, `${path}.ago`);
    allowKeys(ago, ['from', 'to', 'unit'], `${path}.ago`);
    const [from, to] = [readWhole(ago.from, `${path}.ago.from`, 1), readWhole(ago.to, `${path}.ago.to`, 0)];
    return { kind: 'ago', from, to, unit: readOneOf(ago.unit, calendarUnits, `${path}.ago.unit`) };
  }
  if ('calendar' in object) {
    allowKeys(object, ['calendar', 'offset'], path);
    const period = readOneOf(object.calendar, CALENDAR_PERIODS, `${path}.calendar`);
    return { kind: 'calendar', period, offset: readWhole(object.offset, `${path}.offset`, Number.NEGATIVE_INFINITY) };
  }
  allowKeys(object, ['from', 'to'], path);
  const from = object.from === undefined ? null : readText(object.from, `${path}.from`);
  const to = object.to === undefined ? null : readText(object.to, `${path}.to`);
  if (from === null && to === null && form === 'language')
    throw new DefinitionProblem(path, 'A window needs a start or an end.');
  return { kind: 'range', from, to };
}

function readObject(value: unknown, path: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new DefinitionProblem(path, 'Must be an object.');
  // Plain data from JSON: every property is JSON again, and each is checked before it is used.
  return value as JsonObject;
}

function readList(value: Json | undefined, path: string): readonly Json[] {
  if (!Array.isArray(value)) throw new DefinitionProblem(path, 'Must be a list.');
  return value;
}

function readText(value: Json | undefined, path: string): string {
  if (typeof value !== 'string') throw new DefinitionProblem(path, 'Must be text.');
  return value;
}

function readScalar(value: Json, path: string): Scalar {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  // A number of JSON has become a double here; only where that is certainly what was written may it be kept.
  if (typeof value === 'number' && (Number.isSafeInteger(value) || isShortDecimal(value))) return String(value);
  throw new DefinitionProblem(path, 'Must be a value; write a long number in quotes.');
}

/** Whether a double shows at most 15 significant digits without exponent: then its text is the one that was read. */
function isShortDecimal(value: number): boolean {
  return /^-?\d+\.\d+$/.test(String(value)) && String(value).replace(/\D/g, '').length <= 15;
}

function readScalars(value: Json, path: string): Scalar[] {
  return readList(value, path).map((item, index) => readScalar(item, `${path}[${index}]`));
}

function readWhole(value: Json | undefined, path: string, least: number): number {
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < least) {
    throw new DefinitionProblem(path, 'Must be a whole number in range.');
  }
  return number;
}

function readOneOf<T extends string>(value: Json | undefined, options: readonly T[], path: string): T {
  const found = options.find((option) => option === value);
  if (found === undefined) throw new DefinitionProblem(path, `Must be one of ${options.join(', ')}.`);
  return found;
}

function allowKeys(object: JsonObject, keys: readonly string[], path: string): void {
  const unknown = Object.keys(object).filter((key) => !keys.includes(key));
  if (unknown.length > 0) throw new DefinitionProblem(path, `Unknown: ${unknown.join(', ')}.`);
}
