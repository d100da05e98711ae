import type { PlainDefinition, PlainJson, PlainObject } from '@silhouette/engine';

/**
 * The smallest definition that still fails, found by taking away parts one at a time. `fails` must be false for
 * definitions that do not parse.
 */
export async function shrinkDefinition(
  definition: PlainDefinition,
  fails: (candidate: PlainDefinition) => Promise<boolean>,
): Promise<PlainDefinition> {
  let smallest = definition;
  for (let tries = 0; tries < 500; ) {
    let found: PlainDefinition | null = null;
    for (const candidate of listSmaller(smallest)) {
      tries += 1;
      if (isObject(candidate) && (await fails(candidate))) {
        found = candidate;
        break;
      }
    }
    if (found === null) return smallest;
    smallest = found;
  }
  return smallest;
}

/** Values with one part less, the boldest cuts first. */
function* listSmaller(value: PlainJson): Generator<PlainJson> {
  if (Array.isArray(value)) {
    for (const index of value.keys()) yield value.toSpliced(index, 1);
    for (const [index, item] of value.entries()) {
      for (const smaller of listSmaller(item)) yield value.with(index, smaller);
    }
    return;
  }
  if (!isObject(value)) return;
  // A child in place of its group.
  for (const child of [value.not, ...listItems(value.all), ...listItems(value.any)]) if (isObject(child)) yield child;
  for (const key of Object.keys(value)) {
    const { [key]: _removed, ...rest } = value;
    yield rest;
  }
  for (const [key, part] of Object.entries(value)) {
    for (const smaller of listSmaller(part)) yield { ...value, [key]: smaller };
  }
}

function listItems(value: PlainJson | undefined): readonly PlainJson[] {
  return Array.isArray(value) ? value : [];
}

function isObject(value: PlainJson | undefined): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
