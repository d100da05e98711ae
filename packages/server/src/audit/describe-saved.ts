import type { AudienceVersion, SavedAudience } from '@silhouette/model';
import type { AuditEvent } from './audit-event.ts';

/** What an entry says of a saved audience: its definition lies where it can be erased when it names customers. */
export function describeSaved(audience: SavedAudience | AudienceVersion): Pick<AuditEvent, 'subject' | 'details' | 'texts'> {
  const { id, version, name, hash, size } = audience;
  const definition = JSON.stringify(audience.definition);
  const details = { version, name, hash, count: size?.count ?? null, snapshot: size?.snapshot ?? null };
  if (!definition.includes('"customers"')) return { subject: [id], details: { ...details, definition }, texts: [] };
  return { subject: [id], details: { ...details, definition: null }, texts: [{ name: 'definition', text: definition }] };
}
