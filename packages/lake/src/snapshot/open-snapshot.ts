import { statSync } from 'node:fs';
import { join } from 'node:path';
import { catalogFromJson, type EventId, SilhouetteError, type SnapshotId } from '@silhouette/model';
import { listSourceRelations } from '../load/list-source-relations.ts';
import { type Relation, selectRelationSql } from '../load/relations.ts';
import type { Workspace } from '../load/workspace.ts';
import { readManifest, readSnapshotDocument } from '../manifest/read-manifest.ts';
import type { LakeFile, SnapshotDocument, TableDocument } from '../manifest/snapshot-document.ts';
import type { Snapshot, SnapshotRelation, SnapshotTable } from './snapshot.ts';

/** The newest snapshot; null when nothing has been loaded. @throws lake-damaged */
export async function readCurrentSnapshot(workspace: Workspace): Promise<Snapshot | null> {
  // A load may remove an old snapshot between the two reads; the manifest then names a newer one.
  for (let attempt = 0; ; attempt += 1) {
    const manifest = readManifest(workspace.lakeDir);
    if (manifest === null) return null;
    try {
      return openSnapshot(workspace.lakeDir, readSnapshotDocument(workspace.lakeDir, manifest.current));
    } catch (error) {
      const hasMoved = readManifest(workspace.lakeDir)?.current !== manifest.current;
      if (!hasMoved || attempt > 3) throw error;
    }
  }
}

/** A kept snapshot. @throws snapshot-gone naming the kept ones, lake-missing, lake-damaged */
export async function readSnapshot(workspace: Workspace, id: string): Promise<Snapshot> {
  const manifest = readManifest(workspace.lakeDir);
  if (manifest === null) {
    throw SilhouetteError.of('lake-missing', `Nothing has been loaded in ${workspace.dir} yet; run "silhouette load" there.`);
  }
  if (!manifest.kept.includes(id)) {
    throw SilhouetteError.of(
      'snapshot-gone',
      `Snapshot "${id}" is not kept. Kept are: ${manifest.kept.toReversed().join(', ')}.`,
      'snapshot',
    );
  }
  return openSnapshot(workspace.lakeDir, readSnapshotDocument(workspace.lakeDir, id));
}

/** Ids of the kept snapshots, the newest first. @throws lake-damaged */
export async function listSnapshots(workspace: Workspace): Promise<readonly SnapshotId[]> {
  const manifest = readManifest(workspace.lakeDir);
  // The manifest holds ids of snapshots that were committed.
  return (manifest?.kept ?? []).toReversed().map((id) => id as SnapshotId);
}

/** The snapshot of a document; looks at no rows, only that every file is there with its size. @throws lake-damaged */
export function openSnapshot(lakeDir: string, document: SnapshotDocument): Snapshot {
  for (const file of document.files) checkFileSize(lakeDir, file);
  const catalog = catalogFromJson(document.catalog);
  return {
    // It was committed under this id.
    id: document.id as SnapshotId,
    asOfMs: document.asOfMs,
    createdAtMs: document.createdAtMs,
    catalog,
    customers: openTable(lakeDir, document.customers),
    // Ids of events were checked when the catalog file was parsed.
    events: new Map(document.events.map((table) => [table.event as EventId, openTable(lakeDir, table)])),
    relations: openRelations(lakeDir, document, catalog.timeZone),
    customersKnown: document.customersKnown,
    report: document.report,
  };
}

/** @throws lake-damaged naming the file that is missing or of another size. */
function checkFileSize(lakeDir: string, file: LakeFile): void {
  const path = join(lakeDir, file.path);
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === file.sizeBytes) return;
  const what = size === undefined ? 'is missing' : `has ${size} bytes instead of ${file.sizeBytes}`;
  throw SilhouetteError.of(
    'lake-damaged',
    `The lake's file "${path}" ${what}. Put it back from a backup, or move the folder "lake" away and run: silhouette load.`,
  );
}

function openTable(lakeDir: string, table: TableDocument): SnapshotTable {
  return { files: table.files.map((path) => join(lakeDir, path)), rows: table.rows };
}

function openRelations(
  lakeDir: string,
  document: SnapshotDocument,
  zone: Snapshot['catalog']['timeZone'],
): ReadonlyMap<string, SnapshotRelation> {
  const relations = new Map<string, Relation>(listSourceRelations(lakeDir, document.sources, zone));
  for (const { name, kind, sql, reads, columns } of document.relations) {
    const source = relations.get(name);
    if (source !== undefined) relations.set(name, { ...source, columns });
    else relations.set(name, { name, kind, bodySql: sql ?? '', reads, columns, withTextsSql: null });
  }
  return new Map(
    [...relations.values()].map(({ name, kind, columns }) => [
      name,
      { kind, columns, selectSql: selectRelationSql(relations, name) },
    ]),
  );
}
