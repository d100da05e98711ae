import type { AudienceVersion, SavedAudience } from '@silhouette/model';
import type { AuditNote } from './audit-gate.ts';

/** What an entry says of a saved audience: its definition lies where it can be erased when it names customers. */
export function describeSaved(audience: SavedAudience | AudienceVersion): AuditNote {
  const { id, version, name, hash, size } = audience;
  const definition = JSON.stringify(audience.definition);
  const details = { version, name, hash, count: size.count, snapshot: size.snapshot };
  if (!definition.includes('"customers"')) return { subject: [id], details: { ...details, definition } };
  return { subject: [id], details: { ...details, definition: null }, texts: [{ name: 'definition', text: definition }] };
}
