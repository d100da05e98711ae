import type { Snapshot } from '@silhouette/lake';
import { type SavedAudience, SilhouetteError, toJsonData } from '@silhouette/model';
import { type AudienceClient, describeDefinition } from '@silhouette/server';
import type { FileConflict } from './file-result.ts';
import type { FoundFile } from './folder.ts';

/** Both sides of a conflict with their sentences; null where the catalog cannot read one (or nothing is loaded). */
export async function describeConflict(
  reason: FileConflict['reason'],
  { audience }: FoundFile,
  saved: SavedAudience | null,
  client: AudienceClient,
  findSnapshot: () => Promise<Snapshot>,
): Promise<FileConflict> {
  const snapshot = await findSnapshot().catch((error: unknown) => {
    if (error instanceof SilhouetteError) return error;
    throw error;
  });
  const { sentence } = await describeDefinition(snapshot, audience.definition, client.resolve);
  return {
    reason,
    file: { version: audience.version, sentence, definition: toJsonData(audience.definition) },
    saved:
      saved === null
        ? null
        : {
            version: saved.version,
            by: saved.updatedBy,
            at: saved.updatedAt,
            sentence: saved.sentence,
            definition: saved.definition,
          },
  };
}
