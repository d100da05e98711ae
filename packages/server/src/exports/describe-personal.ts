import { keyMaskOf, viewOf } from '@silhouette/engine';
import type { Snapshot } from '@silhouette/lake';
import { type AttributeId, findAttribute, isPersonal, privacyOf } from '@silhouette/model';

/** How values of persons stand in an export: as they are, masked, or not at all (neither). */
export interface PersonalValues {
  readonly isPersonal: boolean;
  readonly isMasked: boolean;
}

/** How values of persons, keys that are personal among them, stand in a file of a snapshot, as its view has it. An attribute that is not found counts as personal. */
export function describePersonal(snapshot: Snapshot, attributes: readonly AttributeId[]): PersonalValues {
  const view = viewOf(snapshot);
  // By the whole catalog, as the engine that masks has it.
  const { catalog } = view?.whole ?? snapshot;
  const hasAny = attributes.some((id) => {
    const attribute = findAttribute(catalog, id);
    return attribute === undefined || isPersonal(privacyOf(attribute));
  });
  const masks = view?.masksPersonal ?? false;
  const hasKeys = isPersonal(catalog.keyPrivacy ?? 'internal');
  const masksKeys = keyMaskOf(snapshot) !== null;
  const isAsItIs = (hasAny && !masks) || (hasKeys && !masksKeys);
  return { isPersonal: isAsItIs, isMasked: !isAsItIs && (hasAny || masksKeys) };
}
