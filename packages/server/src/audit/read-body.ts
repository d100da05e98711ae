import { AUDIT_ACTIONS, type AuditEntry, auditActorSchema, auditRequestSchema } from '@silhouette/model';
import { z } from 'zod';
import type { SealedEntry } from './seal-entry.ts';

const bodySchema = z.object({
  sequence: z.number(),
  previous: z.string(),
  at: z.string(),
  actor: auditActorSchema,
  action: z.enum(AUDIT_ACTIONS),
  subject: z.array(z.string()),
  details: z.record(z.string(), z.unknown()),
  texts: z.array(z.tuple([z.string(), z.string()]).transform(([name, digest]) => ({ name, digest }))),
  request: auditRequestSchema.nullable(),
});

/** What a body says. */
export type SealedBody = z.output<typeof bodySchema>;

/** Reads the text that an entry is sealed as. @throws ZodError for one that this product has not written */
export function readBody(text: string): SealedBody {
  return bodySchema.parse(JSON.parse(text));
}

/** An entry in its published shape. */
export function answerEntry(entry: SealedEntry): AuditEntry {
  const { texts, ...body } = readBody(entry.body);
  return {
    ...body,
    texts: texts.map(({ name }, index) => ({ name, text: readText(entry.texts[index] ?? null) })),
    hash: entry.hash,
  };
}

/** A text beside the chain as it was told; null: it was erased. */
export function readText(stored: string | null): string | null {
  // Written by `sealEntry`: the JSON text of a text.
  return stored === null ? null : (JSON.parse(stored) as string);
}
