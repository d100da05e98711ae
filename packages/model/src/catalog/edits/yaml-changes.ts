import { isPlainObject, type PlainObject, type PlainValue } from '../../text/plain-value.ts';

/** What is written into a YAML text: texts, lists of texts, and maps of these. */
export type YamlData = string | readonly string[] | ReadonlyMap<string, YamlData>;

/** A change of the value of one key. */
export type YamlChange =
  | { readonly kind: 'set'; readonly value: YamlData }
  | { readonly kind: 'remove' }
  /** Changes inside of the map that stands there, or is made there. */
  | { readonly kind: 'within'; readonly entries: YamlChanges };

/** Changes of a map by key. */
export type YamlChanges = ReadonlyMap<string, YamlChange>;

/** Adds a change at a path of keys to changes that are being gathered. */
export function addYamlChange(changes: Map<string, YamlChange>, path: readonly string[], change: YamlChange): void {
  const [key, ...rest] = path;
  if (key === undefined) return;
  if (rest.length === 0) {
    changes.set(key, change);
    return;
  }
  const known = changes.get(key);
  // Maps that this function made itself.
  const entries = known?.kind === 'within' ? (known.entries as Map<string, YamlChange>) : new Map<string, YamlChange>();
  addYamlChange(entries, rest, change);
  changes.set(key, { kind: 'within', entries });
}

/** Plain data after changes: what a text that was changed must say. */
export function applyYamlChanges(plain: PlainObject, changes: YamlChanges): PlainObject {
  const entries = new Map<string, PlainValue>(Object.entries(plain));
  for (const [key, change] of changes) {
    const before = entries.get(key);
    const inner = isPlainObject(before) ? before : null;
    if (change.kind === 'remove') entries.delete(key);
    else if (change.kind === 'set') entries.set(key, inner === null ? toPlain(change.value) : setInto(inner, change.value));
    else if (inner !== null || hasSet(change.entries)) entries.set(key, applyYamlChanges(inner ?? {}, change.entries));
  }
  return toObject(entries);
}

/** A map that is set over a map keeps what it does not name. */
function setInto(before: PlainObject, value: YamlData): PlainValue {
  const set = toPlain(value);
  return isPlainObject(set) ? toObject(new Map([...Object.entries(before), ...Object.entries(set)])) : set;
}

function hasSet(changes: YamlChanges): boolean {
  return [...changes.values()].some((change) => change.kind === 'set' || (change.kind === 'within' && hasSet(change.entries)));
}

function toPlain(value: YamlData): PlainValue {
  if (typeof value === 'string') return value;
  if (value instanceof Map) return toObject(new Map([...value].map(([key, one]) => [key, toPlain(one)])));
  // What is neither a text nor a map is a list.
  return [...(value as readonly string[])];
}

function toObject(entries: ReadonlyMap<string, PlainValue>): PlainObject {
  const object: Record<string, PlainValue> = {};
  for (const [key, value] of entries) {
    // Not an assignment: a key "__proto__" would change the object instead of standing in it.
    Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
  }
  return object;
}
