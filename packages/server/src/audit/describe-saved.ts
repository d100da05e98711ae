import type { AudienceVersion, SavedAudience } from '@silhouette/model';
import type { AuditEvent } from './audit-event.ts';

/**
 * What an entry says of a saved audience: its definition lies where it can be erased when it names customers. `isRepeated`: the same
 * request had saved it before, and its answer may not have come.
 */
export function describeSaved(
  audience: SavedAudience | AudienceVersion,
  isRepeated = false,
): Pick<AuditEvent, 'subject' | 'details' | 'texts'> {
  const { id, version, name, hash, size } = audience;
  const definition = JSON.stringify(audience.definition);
  const details = {
    ...{ version, name, hash, count: size?.count ?? null, snapshot: size?.snapshot ?? null },
    ...(isRepeated ? { repeated: true } : {}),
  };
  if (!definition.includes('"customers"')) return { subject: [id], details: { ...details, definition }, texts: [] };
  return { subject: [id], details: { ...details, definition: null }, texts: [{ name: 'definition', text: definition }] };
}
