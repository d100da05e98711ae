import { isPermission, isPrivacyClass, type PlainValue, parseJsonText, writeJsonText } from '@silhouette/model';
import { z } from 'zod';
import { type Access, giveLocalAccess } from './access.ts';

const stored = z.object({
  actor: z.object({ kind: z.enum(['local', 'person', 'key']), id: z.string(), name: z.string() }),
  /** Absent in jobs of before exports were approved. */
  personId: z.string().nullable().optional(),
  permissions: z.array(z.string().refine(isPermission)),
  classes: z.array(z.string().refine(isPrivacyClass)),
  /** JSON text of the definition. */
  rowScope: z.string().nullable(),
  purpose: z.string().nullable(),
});

/** An access as JSON text: what a job may do and see is what whoever asked for it could when they asked. */
export function writeAccess({ actor, personId, permissions, classes, rowScope, purpose }: Access): string {
  return JSON.stringify({
    actor,
    personId,
    permissions: [...permissions],
    classes: [...classes],
    rowScope: rowScope === null ? null : writeJsonText(rowScope),
    purpose,
  } satisfies z.input<typeof stored>);
}

/** What {@link writeAccess} wrote; of an empty text, which jobs of before there were accounts have, the local owner's. */
export function readAccess(text: string): Access {
  if (text === '') return giveLocalAccess();
  const { actor, personId = null, permissions, classes, rowScope, purpose } = stored.parse(JSON.parse(text));
  const scope: PlainValue | null = rowScope === null ? null : parseJsonText(rowScope);
  return { actor, personId, permissions: new Set(permissions), classes: new Set(classes), rowScope: scope, purpose };
}
