import type { ProcessLock } from '@silhouette/lake';
import type { Kysely } from 'kysely';
import { AudienceStore } from './audience-store.ts';
import { explainQueryError } from './explain-store-error.ts';
import { ExportStore } from './export-store.ts';
import { type OpenStore, openStore, type StoreOptions } from './open-store.ts';
import type { StoreTables } from './tables.ts';

/**
 * The store of one process: opened in the background, waited for by whoever needs it. Opening that failed is tried again
 * by the next one: the process that had it may have ended.
 */
export class StoreHolder {
  private readonly options: Omit<StoreOptions, 'signal' | 'onLock'>;
  private readonly stop = new AbortController();
  private opening: Promise<OpenStore> | null = null;
  private lock: ProcessLock | null = null;
  private address: string | null = null;

  constructor(options: Omit<StoreOptions, 'signal' | 'onLock'>) {
    this.options = options;
  }

  /** Opens the store if it is not. @throws SilhouetteError as `openStore`. */
  async open(): Promise<void> {
    await this.find();
  }

  /** What a question about saved audiences gives. @throws as {@link StoreHolder.useTables}. */
  use<T>(question: (store: AudienceStore) => Promise<T>): Promise<T> {
    return this.useTables((db) => question(new AudienceStore(db)));
  }

  /** What a question about exports gives. @throws as {@link StoreHolder.useTables}. */
  useExports<T>(question: (store: ExportStore) => Promise<T>): Promise<T> {
    return this.useTables((db) => question(new ExportStore(db)));
  }

  /** What a question about the tables gives. @throws SilhouetteError as `openStore`; `store-unreachable` when it is lost, `disk-full`. */
  async useTables<T>(question: (db: Kysely<StoreTables>) => Promise<T>): Promise<T> {
    const { db } = await this.find();
    try {
      return await question(db);
    } catch (error) {
      throw explainQueryError(error);
    }
  }

  /** Tells other processes of the workspace where this one answers, now or once it holds the store's lock. */
  tellAddress(url: string): void {
    this.address = url;
    this.lock?.tell(url);
  }

  async close(): Promise<void> {
    this.stop.abort();
    const store = await this.opening?.catch(() => null);
    await store?.close();
  }

  private find(): Promise<OpenStore> {
    const onLock = (lock: ProcessLock): void => {
      this.lock = lock;
      if (this.address !== null) lock.tell(this.address);
    };
    this.opening ??= openStore({ ...this.options, signal: this.stop.signal, onLock }).catch((error: unknown) => {
      this.opening = null;
      this.lock = null;
      throw error;
    });
    return this.opening;
  }
}
