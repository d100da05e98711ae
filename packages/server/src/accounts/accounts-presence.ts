import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SilhouetteError } from '@silhouette/model';
import type { StoreHolder } from '../store/store-holder.ts';

/** A "none" of a database that others write to, and one that cannot be read, are asked again after so long. */
const FRESH_MS = 2_000;

/** What the presence of accounts is known by. */
export interface AccountsPresenceOptions {
  readonly store: StoreHolder;
  readonly stateDir: string;
  /** `DATABASE_URL`: a server, which others may write to; null: the embedded database. */
  readonly databaseUrl: string | null;
  /** Whether there was no database when this process began. */
  readonly isNew: boolean;
}

/**
 * Whether anybody has an account. A file beside the database remembers it: while the database cannot be read, a workspace stays
 * shut unless the file says that this very database had none. That this very embedded database had none is taken
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
    if (options.isNew || (options.databaseUrl === null && this.saysNone())) this.absentUntilMs = Number.POSITIVE_INFINITY;
  }

  /** @throws SilhouetteError as `StoreHolder.useTables`, when there may be accounts and they cannot be read. */
  async exists(): Promise<boolean> {
    if (this.isKnown) return true;
    if (performance.now() < this.absentUntilMs) return false;
    try {
      if (await this.ask()) this.note();
      else this.noteNone();
      return this.isKnown;
    } catch (error) {
      if (!this.saysNone() && !this.isCertainlyNone(error)) throw error;
      this.absentUntilMs = performance.now() + FRESH_MS;
      return false;
    }
  }

  /** What was taken for "none" is asked again. */
  doubt(): void {
    this.absentUntilMs = 0;
  }

  /**
   * Makes the first account: `make` is to call `expect` when nobody has one, and before it makes one. Should this process end right then,
   * nothing says that nobody has an account. However it goes, the file says afterwards what is so. @throws as `make`
   */
  async makeFirst(make: (expect: () => void) => Promise<void>): Promise<void> {
    let isExpected = false;
    try {
      await make(() => {
        isExpected = true;
        rmSync(this.marker, { force: true });
      });
      this.note();
    } catch (error) {
      if (error instanceof SilhouetteError && error.code === 'accounts-exist') this.note();
      else if (isExpected) {
        this.doubt();
        // What cannot be read now is asked again by whoever comes next; until then nothing says "none".
        await this.exists().catch(() => {});
      }
      throw error;
    }
  }

  private note(): void {
    this.isKnown = true;
    if (this.readMarker() !== SOME) writeAccountsMarker(this.options.stateDir);
  }

  private noteNone(): void {
    this.absentUntilMs = this.options.databaseUrl === null ? Number.POSITIVE_INFINITY : performance.now() + FRESH_MS;
    const none = this.describeNone();
    if (none !== null && this.readMarker() !== none) writeFileSync(this.marker, none);
  }

  private saysNone(): boolean {
    const none = this.describeNone();
    return none !== null && this.readMarker() === none;
  }

  /** Where there is no embedded database, or none but what this process failed to make, nobody has an account in it. */
  private isCertainlyNone(error: unknown): boolean {
    if (this.options.databaseUrl !== null || this.readMarker() === SOME) return false;
    if (!existsSync(join(this.options.stateDir, 'db'))) return true;
    return this.options.isNew && !(error instanceof SilhouetteError && error.code === 'store-locked');
  }

  private readMarker(): string | null {
    try {
      return readFileSync(this.marker, 'utf8');
    } catch {
      return null;
    }
  }

  /** Names the very database: another, or one that was put in its place, such as a backup, is asked itself. */
  private describeNone(): string | null {
    const { databaseUrl } = this.options;
    if (databaseUrl !== null) return `There are no accounts in the database ${nameDatabase(databaseUrl)}.\n`;
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

/** Tells a database of a server from others, without its password. */
function nameDatabase(databaseUrl: string): string {
  const { host, pathname } = new URL(databaseUrl);
  return createHash('sha256').update(`${host}${pathname}`).digest('hex').slice(0, 32);
}

function markerPath(stateDir: string): string {
  return join(stateDir, 'accounts');
}
