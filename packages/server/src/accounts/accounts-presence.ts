import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoreHolder } from '../store/store-holder.ts';

/** A "none" of a database that others write to is asked again after so long. */
const FRESH_MS = 2_000;
/** A database that cannot be read is asked again after so long. */
const RETRY_MS = 2_000;

/** What the presence of accounts is known by. */
export interface AccountsPresenceOptions {
  readonly store: StoreHolder;
  readonly stateDir: string;
  /** Whether the database is a server, which others may write to. */
  readonly isShared: boolean;
  /** Whether there was no database when this process began. */
  readonly isNew: boolean;
}

/**
 * Whether anybody has an account. A file beside the database remembers that somebody has: while the database cannot be
 * read, a workspace that had accounts stays shut, and one that never had stays as it was.
 */
export class AccountsPresence {
  private readonly options: AccountsPresenceOptions;
  private readonly marker: string;
  private isKnown = false;
  private absentUntilMs = 0;

  constructor(options: AccountsPresenceOptions) {
    this.options = options;
    this.marker = markerPath(options.stateDir);
    if (options.isNew) this.absentUntilMs = Number.POSITIVE_INFINITY;
  }

  /** @throws SilhouetteError as `StoreHolder.useTables`, when there were accounts and they cannot be read. */
  async exists(): Promise<boolean> {
    if (this.isKnown) return true;
    if (performance.now() < this.absentUntilMs) return false;
    try {
      if (await this.ask()) this.note();
      else this.absentUntilMs = this.options.isShared ? performance.now() + FRESH_MS : Number.POSITIVE_INFINITY;
      return this.isKnown;
    } catch (error) {
      if (existsSync(this.marker)) throw error;
      this.absentUntilMs = performance.now() + RETRY_MS;
      return false;
    }
  }

  /** What was taken for "none" is asked again. */
  doubt(): void {
    this.absentUntilMs = 0;
  }

  /** Somebody has an account now. */
  note(): void {
    this.isKnown = true;
    if (!existsSync(this.marker)) writeAccountsMarker(this.options.stateDir);
  }

  private ask(): Promise<boolean> {
    return this.options.store.useTables(async (db) => {
      const found = await db.selectFrom('user').select('id').limit(1).executeTakeFirst();
      return found !== undefined;
    });
  }
}

/** Remembers in a folder of state that somebody has an account. */
export function writeAccountsMarker(stateDir: string): void {
  writeFileSync(markerPath(stateDir), 'There are accounts: nobody is let in without one.\n');
}

function markerPath(stateDir: string): string {
  return join(stateDir, 'accounts');
}
