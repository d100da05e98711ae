import { AudienceStore } from './audience-store.ts';
import { explainStoreError, type OpenStore, openStore, type StoreOptions } from './open-store.ts';

/** Errors of the network and of a server that is starting, stopping or full: what PostgreSQL did not say of the question. */
const UNREACHABLE = /^(E[A-Z]+|08...|57P0.|53...)$/;

/**
 * The store of one process: opened in the background, waited for by whoever needs it. Opening that failed is tried again
 * by the next one: the process that had it may have ended.
 */
export class StoreHolder {
  private readonly options: Omit<StoreOptions, 'signal'>;
  private readonly stop = new AbortController();
  private opening: Promise<OpenStore> | null = null;
  private address: string | null = null;

  constructor(options: Omit<StoreOptions, 'signal'>) {
    this.options = options;
  }

  /** Opens the store if it is not. @throws SilhouetteError as `openStore`. */
  async open(): Promise<void> {
    await this.find();
  }

  /** What a question to the store gives. @throws SilhouetteError as `openStore`, and `store-unreachable` when it is lost. */
  async use<T>(question: (store: AudienceStore) => Promise<T>): Promise<T> {
    const { db } = await this.find();
    try {
      return await question(new AudienceStore(db));
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null;
      throw typeof code === 'string' && UNREACHABLE.test(code) ? explainStoreError(error) : error;
    }
  }

  /** Tells other processes of the workspace where this one answers, now or once the store is open. */
  tellAddress(url: string): void {
    this.address = url;
    this.opening?.then((store) => store.tellAddress(url)).catch(() => {});
  }

  async close(): Promise<void> {
    this.stop.abort();
    const store = await this.opening?.catch(() => null);
    await store?.close();
  }

  private find(): Promise<OpenStore> {
    this.opening ??= openStore({ ...this.options, signal: this.stop.signal }).then(
      (store) => {
        if (this.address !== null) store.tellAddress(this.address);
        return store;
      },
      (error: unknown) => {
        this.opening = null;
        throw error;
      },
    );
    return this.opening;
  }
}
