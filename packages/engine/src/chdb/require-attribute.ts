import { type Attribute, type AttributeId, type Catalog, findAttribute, SilhouetteError } from '@silhouette/model';

/** The attribute of an id. @throws unknown-attribute */
export function requireAttribute(catalog: Catalog, id: AttributeId): Attribute {
  const attribute = findAttribute(catalog, id);
  if (attribute !== undefined) return attribute;
  throw SilhouetteError.of('unknown-attribute', `There is no attribute "${id}"; ask for one that the catalog lists.`);
}
