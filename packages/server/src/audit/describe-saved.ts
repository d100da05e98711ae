import type { AudienceVersion, SavedAudience } from '@silhouette/model';
import type { AuditEvent } from './audit-event.ts';

/**
 * What an entry says of a saved audience: its name, and its definition when it names customers, lie where they can be erased.
 * `isRepeated`: the same request had saved it before, and its answer may not have come.
 */
export function describeSaved(
  audience: SavedAudience | AudienceVersion,
  isRepeated = false,
): Pick<AuditEvent, 'subject' | 'details' | 'texts'> {
  const { id, version, hash, size } = audience;
  // Who saved it may not be told what it says: a new name of it, for instance.
  const definition = audience.definition === null ? null : JSON.stringify(audience.definition);
  const named = { name: 'name', text: audience.name };
  const details = {
    ...{ version, hash, count: size?.count ?? null, snapshot: size?.snapshot ?? null },
    ...(isRepeated ? { repeated: true } : {}),
  };
  if (definition?.includes('"customers"') !== true)
    return { subject: [id], details: { ...details, definition }, texts: [named] };
  return { subject: [id], details: { ...details, definition: null }, texts: [named, { name: 'definition', text: definition }] };
}
