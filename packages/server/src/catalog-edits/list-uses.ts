import { type CatalogSubject, isPlainList, isPlainObject, type PlainValue, plainValueAt } from '@silhouette/model';

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
