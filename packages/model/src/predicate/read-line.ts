import { suggestNearest } from '../catalog/suggest-nearest.ts';
import { isPlainObject, type PlainObject, type PlainValue } from '../text/plain-value.ts';
import { describePlain, joinWords, quoteShort } from '../text/quote.ts';
import { joinKey } from '../text/value-path.ts';
import { type Alternative, GRAMMAR, type GroupName, type Line, OPERATORS } from './grammar.ts';
import type { ParseContext } from './parse-context.ts';

/** Unknown keys that one object may have by itself. */
const MAX_UNKNOWN_KEYS = 100;

/** An object of a definition, and the line of the grammar that it is. */
export interface ReadLine {
  readonly line: Line;
  readonly object: PlainObject;
  /** The sets of keys it has of those that exclude one another: several are an issue, and each is read for its own issues. */
  readonly present: readonly Alternative[];
}

const WHAT: Readonly<Record<GroupName, string>> = {
  predicate: 'A condition',
  filter: 'A filter of rows',
  step: 'A step of a sequence',
  eventWindow: 'A window of time',
  attributeWindow: 'A window of time',
  ago: '"ago"',
  anniversary: '"anniversary"',
  gap: '"gap"',
  number: 'The comparison of a number',
  recency: '"recency"',
  fieldNumber: 'The measure of a field',
  fieldCompare: 'The measure of a field',
  fieldTest: 'The measure of a field',
};

/**
 * Finds the line of the grammar that an object is and checks its keys: unknown, missing and excluding ones are issues.
 * Null when there is no line to go on with; otherwise what can be read is read, so that all issues come at once.
 */
export function readLine(ctx: ParseContext, plain: PlainValue | undefined, group: GroupName, path: string): ReadLine | null {
  const lines = GRAMMAR[group];
  if (!isPlainObject(plain)) {
    const found = `${WHAT[group]} is an object with ${describeHeads(group)}; here is ${describePlain(plain)}.`;
    return ctx.report(path, 'wrong-type', found);
  }
  const keys = Object.keys(plain);
  const fitting = lines.filter((line) => line.heads.length === 0 || line.heads.some((head) => keys.includes(head)));
  const [line, other] = fitting;
  if (line === undefined) return reportNoLine(ctx, keys, group, path);
  if (other !== undefined) {
    const heads = fitting.flatMap(({ heads }) => heads.filter((head) => keys.includes(head)));
    const names = joinWords(heads.map(quoteShort));
    return ctx.report(
      path,
      'invalid-definition',
      `${names} exclude one another in one object: give each an object of its own.`,
    );
  }
  checkKeys(ctx, plain, line, group, path);
  return { line, object: plain, present: findAlternatives(ctx, keys, line, path) };
}

function reportNoLine(ctx: ParseContext, keys: readonly string[], group: GroupName, path: string): null {
  const heads = GRAMMAR[group].flatMap((line) => line.heads);
  for (const key of keys.slice(0, MAX_UNKNOWN_KEYS)) {
    const nearest = suggestNearest(key, heads);
    if (nearest !== null) {
      const message = `${WHAT[group]} has no key ${quoteShort(key)}. Did you mean ${quoteShort(nearest)}?`;
      return ctx.report(joinKey(path, key), 'unknown-key', message);
    }
  }
  const found = keys.length === 0 ? 'here is an empty object' : `here are only ${joinWords(keys.slice(0, 8).map(quoteShort))}`;
  return ctx.report(path, 'invalid-definition', `${WHAT[group]} needs ${describeHeads(group)}; ${found}.`);
}

function describeHeads(group: GroupName): string {
  const [first, ...others] = GRAMMAR[group];
  if (first !== undefined && first.heads.length === 0) return joinWords(keysOf(first).map(quoteShort), 'or');
  const heads = [first, ...others].flatMap((line) => line?.heads ?? []);
  return heads.length === 1 ? heads.map(quoteShort).join('') : `one of the keys ${joinWords(heads.map(quoteShort), 'or')}`;
}

function checkKeys(ctx: ParseContext, object: PlainObject, line: Line, group: GroupName, path: string): void {
  const known = keysOf(line);
  const comparing = line.choice?.of.some(({ name }) => name === 'comparison') ?? false;
  const unknown = Object.keys(object).filter((key) => !known.includes(key));
  for (const key of unknown.slice(0, MAX_UNKNOWN_KEYS)) {
    const nearest = suggestNearest(key, known);
    const remedy =
      nearest === null ? `Known here: ${joinWords(known.map(quoteShort))}.` : `Did you mean ${quoteShort(nearest)}?`;
    const isOperator = comparing && !KNOWN_KEYS.has(key);
    const what = isOperator ? `${quoteShort(key)} is no operator` : `There is no key ${quoteShort(key)} here`;
    ctx.report(joinKey(path, key), isOperator ? 'unknown-operator' : 'unknown-key', `${what}. ${remedy}`);
  }
  if (unknown.length > MAX_UNKNOWN_KEYS) {
    ctx.report(path, 'unknown-key', `${unknown.length - MAX_UNKNOWN_KEYS} more keys here are not known: take them out.`);
  }
  for (const key of Object.keys(line.required)) {
    if (Object.hasOwn(object, key)) continue;
    const name = line.heads.length === 0 ? WHAT[group] : `With ${joinWords(line.heads.map(quoteShort), 'or')} there`;
    ctx.report(path, 'missing-key', `${name} must ${line.heads.length === 0 ? 'have' : 'be'} ${quoteShort(key)}: add it.`);
  }
}

function findAlternatives(ctx: ParseContext, keys: readonly string[], line: Line, path: string): readonly Alternative[] {
  if (line.choice === null) return [];
  const { of: alternatives, needed } = line.choice;
  const present = alternatives.filter((alternative) => Object.keys(alternative.keys).some((key) => keys.includes(key)));
  if (present.length === 0 && needed && keys.every((key) => keysOf(line).includes(key))) {
    const options = joinWords(alternatives.flatMap(({ keys: of }) => Object.keys(of)).map(quoteShort), 'or');
    ctx.report(path, 'missing-key', `Nothing is asked here: add ${options}.`);
  }
  if (present.length > 1) {
    const names = present.flatMap((alternative) => Object.keys(alternative.keys).filter((key) => keys.includes(key)));
    const message = `${joinWords(names.map(quoteShort))} exclude one another in one object: write one condition for each, together in "all".`;
    ctx.report(path, 'invalid-definition', message);
  }
  return present;
}

function keysOf(line: Line): string[] {
  const alternatives = line.choice?.of.flatMap((alternative) => Object.keys(alternative.keys)) ?? [];
  return [...Object.keys(line.required), ...Object.keys(line.optional), ...alternatives];
}

/** Every key of the grammar that is not an operator: in a wrong place it is a misplaced key, not an unknown operator. */
const KNOWN_KEYS: ReadonlySet<string> = new Set(
  Object.values(GRAMMAR)
    .flat()
    .flatMap(keysOf)
    .filter((key) => !OPERATORS.includes(key)),
);
