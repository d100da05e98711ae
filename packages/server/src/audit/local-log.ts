import type { AuditAction } from '@silhouette/model';
import { giveLocalAccess } from '../access/access.ts';
import { provideSecret } from '../secret.ts';
import type { StoreHolder } from '../store/store-holder.ts';
import type { AuditEvent } from './audit-event.ts';
import { readSecretsBefore } from './audit-keys.ts';
import { AuditLog } from './audit-log.ts';
import { HeadKeeper } from './head-keeper.ts';
import { readAuditKeep } from './read-audit-keep.ts';

/** What a command of this machine brings. */
export interface LocalLogOptions {
  readonly stateDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Now, ms since 1970. */
  now(): number;
}

/** The log of commands that have the store open themselves: what they do is the process's user's, and without a request. */
export class LocalLog {
  private readonly options: LocalLogOptions;
  private readonly store: StoreHolder;
  private made: AuditLog | null = null;

  constructor(options: LocalLogOptions, store: StoreHolder) {
    this.options = options;
    this.store = store;
  }

  /** Made when first used: a command that records nothing makes no secret to seal it with. */
  get log(): AuditLog {
    const { stateDir, env, now } = this.options;
    this.made ??= new AuditLog({
      useTables: (question) => this.store.useTables(question),
      secret: provideSecret(stateDir, env),
      secretsBefore: readSecretsBefore(env),
      keep: readAuditKeep(env),
      heads: new HeadKeeper(stateDir),
      now,
      // Whoever records waits for it, and is told.
      onFailure: () => {},
    });
    return this.made;
  }

  /** Writes what waits, if anything was recorded. */
  async close(): Promise<void> {
    await this.made?.close();
  }

  /** Records what was done. @throws SilhouetteError `audit-unwritable`, `audit-broken`. */
  record(action: AuditAction, told: Partial<Pick<AuditEvent, 'subject' | 'details' | 'texts'>>): Promise<void> {
    const nothing = { subject: [], details: {}, texts: [], question: null, request: null };
    return this.log.record({ ...nothing, ...told, action, atMs: this.options.now(), actor: giveLocalAccess().actor });
  }
}
