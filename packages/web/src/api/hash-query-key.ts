/** Texts longer than this are named in a hash, not repeated: a definition may hold a hundred thousand values. */
const LONG = 10_000;
/** Long texts whose names are known; a text that was forgotten gets another name, and its answer is asked anew. */
const MOST_NAMED = 10;

const names = new Map<string, string>();
/** Objects of keys are never changed: each is written once. */
const written = new WeakMap<object, string>();
let lastName = 0;

/** The text that a query is kept by: equal for keys that say the same, whatever the order of their objects' properties. */
export function hashQueryKey(key: readonly unknown[]): string {
  return write(key);
}

function write(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const known = written.get(value);
  if (known !== undefined) return known;
  const text = Array.isArray(value) ? writeList(value) : writeObject(value);
  const hash = text.length > LONG ? nameText(text) : text;
  written.set(value, hash);
  return hash;
}

function writeList(list: readonly unknown[]): string {
  // Long lists are those of values: written at once.
  if (list.every((item) => typeof item === 'string')) return JSON.stringify(list);
  return `[${list.map(write).join(',')}]`;
}

function writeObject(object: object): string {
  const parts = Object.entries(object)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${parts.map(([name, value]) => `${JSON.stringify(name)}:${write(value)}`).join(',')}}`;
}

function nameText(text: string): string {
  const known = names.get(text);
  names.delete(text);
  if (known === undefined) lastName += 1;
  // No JSON text begins like it: a name is never taken for what a key says.
  const name = known ?? `#${lastName}`;
  names.set(text, name);
  for (const oldest of names.keys()) {
    if (names.size <= MOST_NAMED) break;
    names.delete(oldest);
  }
  return name;
}
