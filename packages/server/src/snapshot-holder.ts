import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readCurrentSnapshot, readSnapshot, type Snapshot, type Workspace } from '@silhouette/lake';
import { SilhouetteError } from '@silhouette/model';
import type { Access } from './access/access.ts';
import type { ViewMaker } from './access/view-for-access.ts';

/** A snapshot with its catalog in the words of today. */
type Overlay = (snapshot: Snapshot, isCurrent: boolean) => Promise<Snapshot>;

/**
 * Snapshots by id, and the current one: a `load` beside the running server is seen at the next request. The one place where
 * the server hands out a catalog: every answer has its words from here.
 */
export class SnapshotHolder {
  readonly workspace: Workspace;
  private readonly byId = new Map<string, Snapshot>();
  private readonly overlay: Overlay;
  private readonly views: Pick<ViewMaker, 'see'>;
  private current: { readonly stamp: string; readonly snapshot: Snapshot } | null = null;

  constructor(workspace: Workspace, overlay: Overlay, views: Pick<ViewMaker, 'see'>) {
    this.workspace = workspace;
    this.overlay = overlay;
    this.views = views;
  }

  /**
   * The snapshot of an id, or the current one, as somebody may know it.
   * @throws SilhouetteError `lake-missing`, `snapshot-gone`, `scope-broken`.
   */
  async find(id: string | null, access: Access): Promise<Snapshot> {
    if (id !== null && !access.permissions.has('small-groups.see')) await this.checkNewest(id);
    const loaded = await this.findLoaded(id);
    return this.views.see(await this.overlay(loaded, loaded.id === this.current?.snapshot.id), access);
  }

  /** All of it, in the words that its load took from the catalog file: for the server itself, never for an answer. */
  async findLoaded(id: string | null): Promise<Snapshot> {
    if (id === null) return this.findCurrent();
    const known = this.byId.get(id);
    const current = await this.findCurrent();
    if (current.id === id) return current;
    // A snapshot may have been removed since: its manifest is asked each time, its catalog is read once.
    const snapshot = await readSnapshot(this.workspace, id);
    if (known !== undefined) return known;
    this.byId.set(id, snapshot);
    return snapshot;
  }

  /** Between two snapshots there is what few customers did: who may not know small groups is answered from the newest only. */
  private async checkNewest(id: string): Promise<void> {
    if (id === (await this.findCurrent()).id) return;
    const message =
      'Only the newest snapshot answers those who may not know the exact size of a group ("small-groups.see"); ask without naming one.';
    throw SilhouetteError.of('snapshot-gone', message, 'snapshot');
  }

  private async findCurrent(): Promise<Snapshot> {
    const stamp = await this.stampManifest();
    if (this.current?.stamp === stamp) return this.current.snapshot;
    const snapshot = await readCurrentSnapshot(this.workspace);
    if (snapshot === null)
      throw SilhouetteError.of('lake-missing', 'Nothing has been loaded yet; run "silhouette load" in the workspace.');
    if (this.current?.snapshot.id !== snapshot.id) this.byId.clear();
    this.current = { stamp, snapshot };
    return snapshot;
  }

  private async stampManifest(): Promise<string> {
    try {
      const { mtimeMs, ino, size } = await stat(join(this.workspace.lakeDir, 'manifest.json'));
      return `${mtimeMs}:${ino}:${size}`;
    } catch {
      return 'absent';
    }
  }
}
