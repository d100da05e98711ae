import { assertNever } from '../assert-never.ts';
import { type Alternative, GRAMMAR, type GroupName, type Keys, type Line, type Shape } from './grammar.ts';

/** A JSON Schema, as plain data. */
export type JsonSchema = { readonly [key: string]: unknown };

const DECIMAL = '^[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?$';
const WHOLE = '^[+-]?\\d+(\\.0*)?$';

/**
 * The JSON Schema (draft 2020-12) of audience definitions, written from the grammar that the parser checks keys against.
 * It tells structure; ids, types and what follows from them are told by `parsePredicate` alone.
 */
export function definitionJsonSchema(): JsonSchema {
  const groups = Object.entries(GRAMMAR).map(([name, lines]) => [name, writeGroup(lines)]);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Audience definition',
    description: 'A set of customers. Ids must exist in the catalog, values need not. Numbers may be decimal strings.',
    $ref: '#/$defs/predicate',
    $defs: Object.fromEntries(groups),
  };
}

function writeGroup(lines: readonly Line[]): JsonSchema {
  const [only, second] = lines;
  return only !== undefined && second === undefined ? writeLine(only) : { oneOf: lines.map(writeLine) };
}

function writeLine(line: Line): JsonSchema {
  const alternatives = line.choice?.of ?? [];
  const keys: Keys = Object.assign({}, line.required, line.optional, ...alternatives.map((alternative) => alternative.keys));
  const properties = Object.fromEntries(Object.entries(keys).map(([key, shape]) => [key, writeShape(shape)]));
  const schema: Record<string, unknown> = {
    type: 'object',
    properties,
    required: Object.keys(line.required),
    additionalProperties: false,
  };
  if (line.heads.some((head) => !Object.hasOwn(line.required, head))) schema.anyOf = requireAny(line.heads);
  if (line.choice !== null) schema.oneOf = writeChoice(alternatives, line.choice.needed);
  return schema;
}

/** Exactly one alternative, or none where none is needed. */
function writeChoice(alternatives: readonly Alternative[], needed: boolean): readonly JsonSchema[] {
  const options = alternatives.map(({ keys }) => ({ anyOf: requireAny(Object.keys(keys)) }));
  if (needed) return options;
  return [...options, { not: { anyOf: alternatives.flatMap(({ keys }) => requireAny(Object.keys(keys))) } }];
}

function requireAny(keys: readonly string[]): readonly JsonSchema[] {
  return keys.map((key) => ({ required: [key] }));
}

function writeShape(shape: Shape): JsonSchema {
  switch (shape.kind) {
    case 'one':
      return refer(shape.of);
    case 'list': {
      const most = shape.max === null ? {} : { maxItems: shape.max };
      return { type: 'array', items: writeShape(shape.of), minItems: shape.min, ...most };
    }
    case 'text':
      return { type: 'string' };
    case 'id':
      return { type: 'string', minLength: 1 };
    case 'boolean':
      return { type: 'boolean' };
    case 'number':
      return { anyOf: [{ type: 'number' }, { type: 'string', pattern: DECIMAL }] };
    case 'integer': {
      const least = shape.min === null ? {} : { minimum: shape.min };
      const most = shape.max === null ? {} : { maximum: shape.max };
      return {
        anyOf: [
          { type: 'integer', ...least, ...most },
          { type: 'string', pattern: WHOLE },
        ],
      };
    }
    case 'day':
      return { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' };
    case 'word':
      return { enum: shape.of };
    case 'constant':
      return { type: ['string', 'number', 'boolean'] };
    case 'ordered':
      return { type: ['string', 'number'] };
    default:
      return assertNever(shape);
  }
}

function refer(group: GroupName): JsonSchema {
  return { $ref: `#/$defs/${group}` };
}
