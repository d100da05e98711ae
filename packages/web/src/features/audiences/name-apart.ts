/**
 * Names to tell audiences apart by, in their order: names need not be unique, and one that several have is followed by its place,
 * counted from 1.
 */
export function nameApart(names: readonly string[]): readonly string[] {
  return names.map((name, place) => (isRepeated(names, name) ? `${name} (${place + 1})` : name));
}

/** Whether more than one has a name. */
export function isRepeated(names: readonly string[], name: string): boolean {
  return names.indexOf(name) !== names.lastIndexOf(name);
}
