import type { AudienceVersion, SavedAudience } from '@silhouette/model';
import type { AuditEvent } from './audit-event.ts';

/** What an entry says of a saved audience: its name, and its definition when it names customers, lie where they can be erased. */
export function describeSaved(audience: SavedAudience | AudienceVersion): Pick<AuditEvent, 'subject' | 'details' | 'texts'> {
  const { id, version, name, hash, size } = audience;
  const definition = JSON.stringify(audience.definition);
  const named = { name: 'name', text: name };
  const details = { version, hash, count: size?.count ?? null, snapshot: size?.snapshot ?? null };
  if (!definition.includes('"customers"')) return { subject: [id], details: { ...details, definition }, texts: [named] };
  return { subject: [id], details: { ...details, definition: null }, texts: [named, { name: 'definition', text: definition }] };
}
