import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoreHolder } from '../store/store-holder.ts';

/** A "none" of a database that others write to, and one that cannot be read, are asked again after so long. */
const FRESH_MS = 2_000;

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
 * Whether anybody has an account. A file beside the database remembers it: while the database cannot be read, a workspace
 * that had accounts stays shut, and one that had none stays as it was. That this very embedded database had none is taken
 * from the file until it is open, so that nobody waits for it who needs nothing of it.
 */
export class AccountsPresence {
  private readonly options: AccountsPresenceOptions;
  private readonly marker: string;
  private isKnown = false;
  private absentUntilMs = 0;

  constructor(options: AccountsPresenceOptions) {
    this.options = options;
    this.marker = markerPath(options.stateDir);
    if (options.isNew || (!options.isShared && this.readMarker() === this.describeNone()))
      this.absentUntilMs = Number.POSITIVE_INFINITY;
  }

  /** @throws SilhouetteError as `StoreHolder.useTables`, when there were accounts and they cannot be read. */
  async exists(): Promise<boolean> {
    if (this.isKnown) return true;
    if (performance.now() < this.absentUntilMs) return false;
    try {
      if (await this.ask()) this.note();
      else this.noteNone();
      return this.isKnown;
    } catch (error) {
      if (this.readMarker() === SOME) throw error;
      this.absentUntilMs = performance.now() + FRESH_MS;
      return false;
    }
  }

  /** What was taken for "none" is asked again. */
  doubt(): void {
    this.absentUntilMs = 0;
  }

  /** Somebody is about to have an account: should this process end now, nothing says that nobody has one. */
  expect(): void {
    rmSync(this.marker, { force: true });
  }

  /** Somebody has an account now. */
  note(): void {
    this.isKnown = true;
    if (this.readMarker() !== SOME) writeAccountsMarker(this.options.stateDir);
  }

  private noteNone(): void {
    this.absentUntilMs = this.options.isShared ? performance.now() + FRESH_MS : Number.POSITIVE_INFINITY;
    const none = this.describeNone();
    if (!this.options.isShared && none !== null && this.readMarker() !== none) writeFileSync(this.marker, none);
  }

  private readMarker(): string | null {
    try {
      return readFileSync(this.marker, 'utf8');
    } catch {
      return null;
    }
  }

  /** Names the very folder of the database: one that was put in its place, such as a backup, is asked itself. */
  private describeNone(): string | null {
    try {
      const { ino, birthtimeNs } = statSync(join(this.options.stateDir, 'db'), { bigint: true });
      return `There are no accounts in ${ino}:${birthtimeNs}.\n`;
    } catch {
      return null;
    }
  }

  private ask(): Promise<boolean> {
    return this.options.store.useTables(async (db) => {
      const found = await db.selectFrom('user').select('id').limit(1).executeTakeFirst();
      return found !== undefined;
    });
  }
}

const SOME = 'There are accounts: nobody is let in without one.\n';

/** Remembers in a folder of state that somebody has an account. */
export function writeAccountsMarker(stateDir: string): void {
  writeFileSync(markerPath(stateDir), SOME);
}

function markerPath(stateDir: string): string {
  return join(stateDir, 'accounts');
}
