import type { Snapshot } from '@silhouette/lake';
import { overlayCatalog } from '@silhouette/model';
import { CatalogEditStore, type StoredEdit } from '../store/catalog-edit-store.ts';
import type { StoreHolder } from '../store/store-holder.ts';
import { dropSettled } from './drop-settled.ts';
import { readBase, settleOn } from './read-base.ts';

/** What the words of a catalog are kept in. */
export interface CatalogWordsOptions {
  readonly store: StoreHolder;
  /** Nothing was ever kept there: nobody waits for it to be made. */
  readonly isNew: boolean;
  /** Others may write to it as well (a PostgreSQL server): it is read again from time to time. */
  readonly isShared: boolean;
  /** Now, ms since 1970. */
  now(): number;
  /** Told why edits are not applied, or not tidied up, at the moment. */
  onFailure(error: unknown): void;
}

/** An answer waits so long for edits that have not been read yet; then it comes in the words of the file. */
const FIRST_WAIT_MS = 30_000;
/** A shared store is read again after this. */
const SHARED_AGE_MS = 1_000;
/** After a failure the store is left alone for this long. */
const PAUSE_MS = 5_000;

/**
 * The words of the catalog as people edited them, laid over what a load took from the file. Edits are held in memory, so
 * that no answer waits for the database; a database that cannot be had leaves the words of the file.
 */
export class CatalogWords {
  private readonly options: CatalogWordsOptions;
  private readonly overlaid = new WeakMap<Snapshot, { readonly edits: readonly StoredEdit[]; readonly snapshot: Snapshot }>();
  private edits: readonly StoredEdit[] | null;
  /** Null before the first time. */
  private readAtMs: number | null = null;
  private pausedUntilMs = Number.NEGATIVE_INFINITY;
  private reading: Promise<void> | null = null;
  private tidied: string | null = null;

  constructor(options: CatalogWordsOptions) {
    this.options = options;
    this.edits = options.isNew ? [] : null;
  }

  /** A loaded snapshot with its catalog in the words of today; the same object as long as nothing is edited. */
  readonly overlay = async (loaded: Snapshot, isCurrent: boolean): Promise<Snapshot> => {
    const edits = await this.find();
    if (edits.length === 0) return loaded;
    const known = this.overlaid.get(loaded);
    if (known?.edits === edits) return known.snapshot;
    // Of what was written into the file and changed there since, the file has the last word.
    const base = readBase(loaded.catalog, edits);
    const effective = isCurrent ? edits.filter((edit) => settleOn(base, edit) !== 'overruled') : edits;
    const snapshot = { ...loaded, catalog: overlayCatalog(loaded.catalog, effective) };
    this.overlaid.set(loaded, { edits, snapshot });
    if (isCurrent && this.tidied !== loaded.id) this.tidySoon(loaded);
    return snapshot;
  };

  /** Whether the edits are known: a database that cannot be opened now may hold some. */
  get isKnown(): boolean {
    return this.edits !== null;
  }

  /** Reads the edits again: this process has changed them. */
  async refresh(): Promise<void> {
    await this.reading;
    await this.read();
  }

  private async find(): Promise<readonly StoredEdit[]> {
    const nowMs = this.options.now();
    const isOld = this.readAtMs === null || (this.options.isShared && nowMs - this.readAtMs > SHARED_AGE_MS);
    if (isOld && nowMs >= this.pausedUntilMs) {
      this.reading ??= this.read()
        .catch((error: unknown) => {
          this.pausedUntilMs = this.options.now() + PAUSE_MS;
          this.options.onFailure(error);
        })
        .finally(() => {
          this.reading = null;
        });
      if (this.edits === null && !(await settleWithin(this.reading, FIRST_WAIT_MS)))
        this.pausedUntilMs = this.options.now() + PAUSE_MS;
    }
    return this.edits ?? [];
  }

  private async read(): Promise<void> {
    const edits = await this.options.store.useTables((db) => new CatalogEditStore(db).list());
    // The same list as long as it says the same: what was laid over stays.
    if (this.edits === null || JSON.stringify(edits) !== JSON.stringify(this.edits)) this.edits = edits;
    this.readAtMs = this.options.now();
  }

  /** Drops the edits that the file has taken up, once for each new snapshot, beside the answers. */
  private tidySoon(loaded: Snapshot): void {
    this.tidied = loaded.id;
    this.tidy(loaded).catch((error: unknown) => {
      this.tidied = null;
      this.options.onFailure(error);
    });
  }

  private async tidy({ catalog }: Snapshot): Promise<void> {
    const dropped = await this.options.store.useTables((db) =>
      dropSettled(new CatalogEditStore(db), catalog, this.options.now()),
    );
    if (dropped > 0) await this.refresh();
  }
}

/** Whether a promise settles in time. */
async function settleWithin(promise: Promise<void>, limitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<false>((done) => {
    timer = setTimeout(() => done(false), limitMs);
  });
  const isSettled = await Promise.race([promise.then(() => true as const), limit]);
  clearTimeout(timer);
  return isSettled;
}
