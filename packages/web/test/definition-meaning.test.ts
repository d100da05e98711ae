import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVERYONE } from '../src/features/explore/compare/versus.ts';
import { decodeAddress, encodeAddress } from '../src/features/explore/definition/address.ts';
import { fromDefinition } from '../src/features/explore/definition/from-definition.ts';
import { type Json, type JsonObject, toDefinition } from '../src/features/explore/definition/to-definition.ts';

/** Lists of the language, often empty: it permits that wherever it has a list. */
const values = fc.oneof(
  fc.constant([]),
  fc.subarray(['a', 'b', 'c'], { minLength: 1 }).map((list) => [...list]),
);
const compare: fc.Arbitrary<JsonObject> = fc.oneof(
  values.map((list): JsonObject => ({ in: list })),
  values.map((list): JsonObject => ({ in: list, gte: '1' })),
  fc.constantFrom<JsonObject>({ eq: 'a' }, { gte: '1', lt: '3' }, { gt: '0.5' }),
);
const test = fc.oneof(
  compare,
  fc.boolean().map((exists): JsonObject => ({ exists })),
);
const filter = fc.letrec<{ filter: JsonObject }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    fc.tuple(fc.constantFrom('brand', 'amount'), test).map(([field, cmp]): JsonObject => ({ field, ...cmp })),
    fc.array(tie('filter'), { maxLength: 2 }).map((all): JsonObject => ({ all })),
    fc.array(tie('filter'), { maxLength: 2 }).map((any): JsonObject => ({ any })),
    tie('filter').map((not): JsonObject => ({ not })),
  ),
})).filter;
const where = fc.array(filter, { maxLength: 2 });
const measure = fc.oneof(
  compare.map((cmp): JsonObject => ({ count: cmp })),
  compare.map((cmp): JsonObject => ({ days: cmp })),
  compare.map((cmp): JsonObject => ({ recency: { unit: 'day', ...cmp } })),
  fc
    .tuple(fc.constantFrom('sum', 'avg', 'min', 'max', 'distinct'), compare)
    .map(([kind, cmp]): JsonObject => ({ [kind]: { field: 'amount', ...cmp } })),
  fc
    .tuple(fc.constantFrom('first', 'last', 'top'), test)
    .map(([kind, cmp]): JsonObject => ({ [kind]: { field: 'brand', ...cmp } })),
);
const rows = fc.tuple(fc.constantFrom('purchase', 'visit'), where).map(([event, filters]) => ({ event, where: filters }));
const predicate = fc.letrec<{ node: JsonObject }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.tuple(fc.constantFrom('gender', 'age'), test).map(([attribute, cmp]): JsonObject => ({ attribute, ...cmp })),
    values.map((list): JsonObject => ({ attribute: 'concerns', containsAny: list })),
    values.map((customers): JsonObject => ({ customers })),
    fc.tuple(rows, measure).map(([row, cmp]): JsonObject => ({ ...row, ...cmp })),
    fc.tuple(rows, rows).map((sequence): JsonObject => ({ sequence })),
    fc.array(tie('node'), { maxLength: 3 }).map((all): JsonObject => ({ all })),
    fc.array(tie('node'), { maxLength: 3 }).map((any): JsonObject => ({ any })),
    tie('node').map((not): JsonObject => ({ not })),
  ),
})).node;

describe('a definition that is opened, sent as a link and opened again', () => {
  it('means what it meant, with empty lists wherever the language permits them', () => {
    fc.assert(
      fc.property(predicate, (definition) => {
        const opened = fromDefinition(definition, 'language');
        const state = { tree: opened, asOf: null, snapshot: null, panels: null, versus: EVERYONE, opened: null };
        const decoded = decodeAddress(encodeAddress(state));
        if (decoded.kind !== 'state') throw new Error(`not a state: ${decoded.kind}`);
        for (const tree of [opened, decoded.state.tree]) {
          const written = toDefinition(tree);
          expect(written.unfinished).toEqual(new Set());
          const [asked, meant] = [written.definition, definition].map((one) => listWorlds(one));
          expect(asked).toEqual(meant);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it.each<[string, JsonObject]>([
    ['nobody', { any: [] }],
    ['nobody', { customers: [] }],
    [
      'nobody',
      {
        all: [
          { attribute: 'gender', eq: 'F' },
          { attribute: 'region', in: [] },
        ],
      },
    ],
    ['nobody', { event: 'purchase', where: [{ any: [] }], count: { gte: '1' } }],
    ['nobody', { event: 'purchase', where: [{ field: 'brand', in: [] }], count: { gte: '1' } }],
    ['nobody', { event: 'purchase', top: { field: 'brand', in: [] } }],
    ['everyone', { not: { event: 'purchase', where: [{ any: [] }], count: { gte: '1' } } }],
    ['everyone', { all: [] }],
  ])('asks for %s by %j', (who, definition) => {
    const state = { asOf: null, snapshot: null, panels: null, versus: EVERYONE, opened: null };
    const decoded = decodeAddress(encodeAddress({ ...state, tree: fromDefinition(definition, 'language') }));
    if (decoded.kind !== 'state') throw new Error(`not a state: ${decoded.kind}`);
    expect(new Set(listWorlds(toDefinition(decoded.state.tree).definition))).toEqual(new Set([who === 'everyone']));
  });
});

/** Whether one customer meets a definition, in some worlds: what the customer has differs, the laws of lists do not. */
function listWorlds(definition: JsonObject): boolean[] {
  return Array.from({ length: 8 }, (_, world) => meets(definition, world));
}

function meets(node: JsonObject, world: number): boolean {
  if (isList(node.all)) return node.all.every((child) => meets(asObject(child), world));
  if (isList(node.any)) return node.any.some((child) => meets(asObject(child), world));
  if (node.not !== undefined) return !meets(asObject(node.not), world);
  if (isList(node.customers)) return node.customers.some((key) => draw('customer', key, world));
  if (node.attribute !== undefined) {
    const { attribute, ...cmp } = node;
    return passes(cmp, attribute, world);
  }
  if (isList(node.sequence)) {
    const steps = node.sequence.map((step) => matchRows(asObject(step), world));
    return steps.every((matched) => matched.length > 0) && draw('sequence', steps, world);
  }
  const [name, cmp] = Object.entries(node).find(([key]) => key !== 'event' && key !== 'where') ?? ['count', { gte: '1' }];
  const { field = null, unit = null, ...own } = asObject(cmp);
  const matched = matchRows(node, world);
  if (name === 'count' && own.gte === '1' && own.in === undefined && own.lt === undefined) return matched.length >= 1;
  return passes(own, [name, field, unit, matched], world);
}

/** Which of three rows of the customer match. */
function matchRows(node: JsonObject, world: number): readonly number[] {
  const filters = isList(node.where) ? node.where : [];
  return [0, 1, 2].filter((row) => filters.every((one) => meetsFilter(asObject(one), [node.event ?? null, row], world)));
}

function meetsFilter(node: JsonObject, row: Json, world: number): boolean {
  if (isList(node.all)) return node.all.every((child) => meetsFilter(asObject(child), row, world));
  if (isList(node.any)) return node.any.some((child) => meetsFilter(asObject(child), row, world));
  if (node.not !== undefined) return !meetsFilter(asObject(node.not), row, world);
  const { field = null, ...cmp } = node;
  return passes(cmp, [field, row], world);
}

/** All comparisons together; nothing is in an empty list. */
function passes(cmp: JsonObject, what: Json, world: number): boolean {
  return Object.entries(cmp).every(([operator, constant]) =>
    isList(constant) ? constant.some((one) => draw(operator, [what, one], world)) : draw(operator, [what, constant], world),
  );
}

/** A coin for a fact in a world: the same fact, the same side. */
function draw(kind: string, fact: Json, world: number): boolean {
  let hash = 0x811c9dc5;
  for (const char of JSON.stringify([kind, fact, world])) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
  return ((hash ^ (hash >>> 13)) & 4) === 0;
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function asObject(value: Json): JsonObject {
  if (typeof value !== 'object' || value === null || isList(value)) throw new Error('not an object');
  return value;
}
