import {
  type Catalog,
  type CatalogEntryAnswer,
  type CatalogSubject,
  type FieldFilter,
  isPlainList,
  isPlainObject,
  listPlainReferences,
  type PlainValue,
  plainValueAt,
} from '@silhouette/model';

/** A definition with the id and name of the audience that it is the newest of. */
export interface NamedDefinition {
  readonly id: string;
  readonly name: string;
  readonly definition: PlainValue;
}

/** The definition of an audience, of a version or the newest; null where there is none. */
export type DefinitionFinder = (id: string, version: number | null) => Promise<PlainValue | null>;

/**
 * The audiences that a subject decides about, in order of their ids: those that name it, those that name an attribute computed
 * from it, and those that contain an audience which does, however deep.
 */
export async function listUses(
  audiences: readonly NamedDefinition[],
  subject: CatalogSubject,
  catalog: Catalog,
  find: DefinitionFinder,
): Promise<CatalogEntryAnswer['usedBy']> {
  const computed = listComputedFrom(catalog, subject);
  // Of every audience and version looked into, one after another; one inside itself, which cannot be saved, does not use it there.
  const known = new Map<string, boolean>();
  const isUser = async (id: string, version: number | null): Promise<boolean> => {
    const key = JSON.stringify([id, version]);
    const looked = known.get(key);
    if (looked !== undefined) return looked;
    known.set(key, false);
    const definition = await find(id, version);
    const found = definition === null ? null : await look(definition);
    const isFound = found !== null && (found.isNamed || found.attributes.length + found.audiences.length > 0);
    known.set(key, isFound);
    return isFound;
  };
  const look = async (definition: PlainValue) => {
    const inside = new Set<string>();
    for (const { id, version } of listPlainReferences(definition)) if (await isUser(id, version)) inside.add(id);
    const attributes = computed.filter((attribute) => usesSubject(definition, { kind: 'attribute', attribute }));
    return { isNamed: usesSubject(definition, subject), attributes, audiences: [...inside].sort() };
  };
  const uses: CatalogEntryAnswer['usedBy'] = [];
  for (const { id, name, definition } of audiences) {
    const { isNamed, attributes, audiences: inside } = await look(definition);
    if (isNamed) uses.push({ id, name, through: null });
    else if (attributes.length + inside.length > 0) uses.push({ id, name, through: { attributes, audiences: inside } });
  }
  return uses.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/**
 * Whether a definition names a subject, itself: not through audiences inside or computed attributes. Every object of a
 * definition is one line of the grammar, so that the keys tell; a field belongs to the event around it.
 */
export function usesSubject(definition: PlainValue, subject: CatalogSubject): boolean {
  return findIn(definition, subject, null);
}

function findIn(plain: PlainValue, subject: CatalogSubject, around: string | null): boolean {
  if (isPlainList(plain)) return plain.some((item) => findIn(item, subject, around));
  if (!isPlainObject(plain)) return false;
  const named = plainValueAt(plain, 'event');
  const event = typeof named === 'string' ? named : around;
  const isNamed =
    subject.kind === 'attribute'
      ? plainValueAt(plain, 'attribute') === subject.attribute
      : subject.kind === 'event'
        ? named === subject.event
        : event === subject.event && plainValueAt(plain, 'field') === subject.field;
  return isNamed || Object.values(plain).some((value) => findIn(value, subject, event));
}

/** Ids of the attributes that are computed from an event, or from a field of it; none for an attribute. */
function listComputedFrom(catalog: Catalog, subject: CatalogSubject): string[] {
  if (subject.kind === 'attribute') return [];
  return catalog.attributes.flatMap(({ id, origin }) => {
    if (origin.kind !== 'computed' || origin.spec.event !== subject.event) return [];
    const { field, where } = origin.spec;
    const isOf = subject.kind === 'event' || field === subject.field || where.some((one) => testsField(one, subject.field));
    return isOf ? [String(id)] : [];
  });
}

function testsField(filter: FieldFilter, field: string): boolean {
  if (filter.kind === 'field') return filter.field === field;
  if (filter.kind === 'not') return testsField(filter.child, field);
  return filter.children.some((child) => testsField(child, field));
}
