import { existsSync, rmSync } from 'node:fs';
import { totalmem } from 'node:os';
import type { ChdbSession, Snapshot } from '@silhouette/lake';
import { type SnapshotId, UnsupportedPredicateError } from '@silhouette/model';
import { buildIndex, type IndexProgress } from './build/build-index.ts';
import type { IndexSource } from './index-engine.ts';
import { indexFolder } from './index-folder.ts';
import { isDamaged, isUnreadable } from './is-unreadable.ts';
import { SnapshotIndex } from './open-index.ts';

/** How a store of indexes is kept. */
export interface IndexStoreOptions {
  /** The workspace's folder of indexes. */
  readonly indexDir: string;
  /** The session that builds read the lake through. */
  readonly session: () => Promise<ChdbSession>;
  /**
   * What happens where a snapshot has no index: `wait` builds it and then answers, `background` builds it while other engines
   * answer, `never` leaves it to `silhouette load`.
   */
  readonly build: 'wait' | 'background' | 'never';
  /** Memory of an open index; a third of the machine's when absent. */
  readonly budgetBytes?: number | undefined;
  readonly workers?: number | undefined;
  /** As `buildIndex` has it. */
  readonly recentFromRows?: number | undefined;
  readonly progress?: (progress: IndexProgress) => void;
  /** A build in the background failed. */
  readonly onFailure?: (error: unknown) => void;
}

/** An index that nobody has asked for so long is closed when another is open. */
const IDLE_MS = 30_000;

/** Whether a snapshot's index can be asked. */
export type IndexState = 'ready' | 'building' | 'none';

/** The indexes of a workspace: opened when first asked, built where missing, thrown away where damaged. */
export class IndexStore implements IndexSource {
  readonly #options: IndexStoreOptions;
  readonly #open = new Map<SnapshotId, Promise<SnapshotIndex>>();
  readonly #builds = new Map<SnapshotId, Promise<void>>();
  readonly #lastUse = new Map<SnapshotId, number>();
  readonly #stop = new AbortController();

  constructor(options: IndexStoreOptions) {
    this.#options = options;
  }

  async provide(snapshot: Snapshot): Promise<SnapshotIndex> {
    this.#lastUse.set(snapshot.id, performance.now());
    const known = this.#open.get(snapshot.id);
    if (known !== undefined) return known;
    const opening = this.#openOrBuild(snapshot);
    this.#open.set(snapshot.id, opening);
    opening.catch(() => this.#open.delete(snapshot.id));
    const index = await opening;
    this.#closeIdleLater();
    return index;
  }

  /** The open index of a snapshot where there is a readable one; null otherwise. Builds nothing. */
  async find(snapshot: Snapshot): Promise<SnapshotIndex | null> {
    if (!existsSync(indexFolder(this.#options.indexDir, snapshot.id))) return null;
    try {
      return await this.provide(snapshot);
    } catch (error) {
      if (error instanceof UnsupportedPredicateError) return null;
      throw error;
    }
  }

  /** How the index of a snapshot stands, without opening it. */
  describe(snapshot: Snapshot): IndexState {
    if (this.#builds.has(snapshot.id)) return 'building';
    return existsSync(indexFolder(this.#options.indexDir, snapshot.id)) ? 'ready' : 'none';
  }

  async invalidate(snapshot: Snapshot): Promise<void> {
    const opened = this.#open.get(snapshot.id);
    this.#open.delete(snapshot.id);
    rmSync(indexFolder(this.#options.indexDir, snapshot.id), { recursive: true, force: true });
    await (await opened?.catch(() => null))?.close();
    if (this.#options.build === 'background') this.#buildAside(snapshot);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    const opened = [...this.#open.values()];
    this.#open.clear();
    await Promise.allSettled(this.#builds.values());
    await Promise.all(opened.map(async (index) => (await index.catch(() => null))?.close()));
  }

  async #openOrBuild(snapshot: Snapshot): Promise<SnapshotIndex> {
    const { indexDir, build } = this.#options;
    if (existsSync(indexFolder(indexDir, snapshot.id))) {
      try {
        return await this.#openIndex(snapshot);
      } catch (error) {
        if (!isUnreadable(error)) throw error;
        // Damaged, or written by an older version: it is never read, and built anew; a damaged one, of use to nobody, is thrown away even by who builds none.
        if (build !== 'never' || isDamaged(error)) rmSync(indexFolder(indexDir, snapshot.id), { recursive: true, force: true });
      }
    }
    switch (build) {
      case 'wait':
        await this.#build(snapshot);
        return this.#openIndex(snapshot);
      case 'background':
        this.#buildAside(snapshot);
        throw new UnsupportedPredicateError(
          'index',
          'any question until the index of this snapshot is built, which is under way',
        );
      case 'never':
        throw new UnsupportedPredicateError(
          'index',
          'any question before "silhouette load" has built the index of this snapshot',
        );
    }
  }

  #openIndex(snapshot: Snapshot): Promise<SnapshotIndex> {
    const { indexDir, budgetBytes, workers } = this.#options;
    return SnapshotIndex.open(indexDir, snapshot, {
      budgetBytes: budgetBytes ?? Math.floor(totalmem() / 3),
      ...(workers === undefined ? {} : { workers }),
    });
  }

  #buildAside(snapshot: Snapshot): void {
    this.#build(snapshot).catch((error: unknown) => {
      if (!this.#stop.signal.aborted) this.#options.onFailure?.(error);
    });
  }

  #build(snapshot: Snapshot): Promise<void> {
    const known = this.#builds.get(snapshot.id);
    if (known !== undefined) return known;
    const { indexDir, session, recentFromRows, progress } = this.#options;
    const building = (async () => {
      const { signal } = this.#stop;
      await buildIndex({ session: await session(), snapshot, indexDir, recentFromRows, progress, signal });
    })().finally(() => this.#builds.delete(snapshot.id));
    this.#builds.set(snapshot.id, building);
    return building;
  }

  /** Each open index has threads and memory of its own: but for the one asked last, those nobody has asked for a while are closed. */
  #closeIdleLater(): void {
    if (this.#open.size < 2 || this.#stop.signal.aborted) return;
    setTimeout(() => {
      const now = performance.now();
      const newest = Math.max(...this.#lastUse.values());
      for (const [id, opened] of this.#open) {
        const lastUse = this.#lastUse.get(id) ?? 0;
        if (lastUse === newest || now - lastUse < IDLE_MS) continue;
        this.#open.delete(id);
        this.#lastUse.delete(id);
        opened.then((index) => index.close()).catch(() => {});
      }
      this.#closeIdleLater();
    }, IDLE_MS).unref();
  }
}
