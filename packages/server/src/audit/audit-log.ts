import { setTimeout as sleep } from 'node:timers/promises';
import { type AuditHead, type AuditVerify, SilhouetteError } from '@silhouette/model';
import type { Kysely } from 'kysely';
import type { StoreTables } from '../store/tables.ts';
import { type AuditEvent, SYSTEM_ACTOR } from './audit-event.ts';
import { AuditKeys } from './audit-keys.ts';
import { AuditStore } from './audit-store.ts';
import { gatherEvents } from './gather-events.ts';
import type { HeadKeeper } from './head-keeper.ts';
import type { AuditKeep } from './read-audit-keep.ts';
import { verifyLog } from './verify-log.ts';

/** What the log is written to and sealed with. */
export interface AuditLogOptions {
  /** One question to the store's tables. @throws SilhouetteError as the store does */
  useTables<T>(question: (db: Kysely<StoreTables>) => Promise<T>): Promise<T>;
  readonly secret: Buffer;
  readonly secretsBefore: readonly Buffer[];
  readonly keep: AuditKeep;
  /** Where the last head is kept beside the database; absent: nowhere. */
  readonly heads?: HeadKeeper;
  /** Now, ms since 1970. */
  now(): number;
  /** Hears of what could not be written yet, and is tried again. */
  onFailure(error: unknown): void;
}

interface Waiting {
  readonly event: AuditEvent;
  /** Null for gathered ones: nobody waits. */
  readonly settle: { resolve(): void; reject(error: unknown): void } | null;
}

/** Gathered entries are written so long after the first of them. */
const GATHER_MS = 250;
/** What could not be written is tried again so often. */
const RETRY_MS = 1000;
/** More than these wait, or longer, only when the log cannot be written: then nothing more is answered. */
const MOST_WAITING = 10_000;
const MOST_WAITING_MS = 300_000;
const TRIM_EVERY_MS = 86_400_000;
/** The head is kept so long after what was written, together with what follows. */
const HEAD_MS = 5000;
/** At the end of a server: so long a store is tried that fails, and so long one is waited for that is being opened. */
const FAILING_LIMIT_MS = 5000;
const OPENING_LIMIT_MS = 60_000;

/** The audit log of one server: what is recorded goes through here, in order, a batch at a time. */
export class AuditLog {
  readonly keys: AuditKeys;
  private readonly options: AuditLogOptions;
  private waiting: Waiting[] = [];
  private writing: Promise<void> | null = null;
  private timer: NodeJS.Timeout | null = null;
  private trimTimer: NodeJS.Timeout | null = null;
  private headTimer: NodeJS.Timeout | null = null;
  private waitsSinceMs: number | null = null;

  constructor(options: AuditLogOptions) {
    this.options = options;
    this.keys = new AuditKeys(options.secret, options.secretsBefore);
  }

  /** Records one event; when it answers, the entry is on the disk. @throws SilhouetteError `audit-unwritable`, `audit-broken`. */
  record(event: AuditEvent): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ event, settle: { resolve, reject } });
      this.write();
    });
  }

  /** Records one event within {@link GATHER_MS}, together with others. */
  gather(event: AuditEvent): void {
    this.waiting.push({ event, settle: null });
    this.writeIn(GATHER_MS);
  }

  /** @throws SilhouetteError `audit-unwritable` while so much waits to be written that nothing more may be answered. */
  checkWritable(): void {
    const isLate = this.waitsSinceMs !== null && performance.now() - this.waitsSinceMs > MOST_WAITING_MS;
    if (this.waiting.length < MOST_WAITING && !isLate) return;
    throw refuseUnwritable('Questions cannot be recorded at the moment, so none are answered.', null);
  }

  /** What a question to the log gives. @throws as the store does */
  use<T>(question: (store: AuditStore) => Promise<T>): Promise<T> {
    return this.options.useTables((db) => question(new AuditStore(db, this.keys)));
  }

  /** Writes what waits, and walks the chain. */
  async verify(anchors: readonly AuditHead[]): Promise<AuditVerify> {
    await this.flush();
    const kept = this.options.heads?.read() ?? null;
    const all = kept === null ? anchors : [...anchors, kept];
    return verifyLog({ use: (question) => this.use(question), keys: this.keys, anchors: all });
  }

  /** Waits until everything that was gathered so far is written, or cannot be. */
  async flush(): Promise<void> {
    // What is being written does not hold what has come since.
    await this.writing;
    if (this.waiting.length > 0) this.write();
    await this.writing;
  }

  /** Removes what is older than it is kept, now and every day. */
  startTrimming(): void {
    const trim = (): void => {
      this.trim().catch((error: unknown) => this.options.onFailure(error));
    };
    trim();
    this.trimTimer = setInterval(trim, TRIM_EVERY_MS);
    this.trimTimer.unref();
  }

  /** Removes what is older than it is kept; gives how many entries went. */
  trim(): Promise<number> {
    const atMs = this.options.now();
    const { text, findCutoff } = this.options.keep;
    return this.use((store) =>
      store.trim(findCutoff(atMs), (removed) => ({
        atMs,
        actor: SYSTEM_ACTOR,
        action: 'audit-trimmed',
        subject: [],
        details: { ...removed, keep: text },
        texts: [],
        request: null,
      })),
    );
  }

  /** Writes what waits: a store that is being opened is waited for, one that fails for a moment only. */
  async close(): Promise<void> {
    if (this.trimTimer !== null) clearInterval(this.trimTimer);
    const startedAtMs = performance.now();
    let isOver = false;
    const over = sleep(OPENING_LIMIT_MS, undefined, { ref: false }).then(() => {
      isOver = true;
    });
    while (this.waiting.length > 0 || this.writing !== null) {
      await Promise.race([this.flush(), over]);
      if (this.waiting.length === 0 && this.writing === null) break;
      if (isOver || performance.now() - startedAtMs > FAILING_LIMIT_MS) break;
      await sleep(100);
    }
    if (this.timer !== null) clearTimeout(this.timer);
    if (this.headTimer !== null) await this.keepHead();
    if (this.waiting.length === 0) return;
    this.options.onFailure(new Error(`${this.waiting.length} audit entries could not be written before the server ended.`));
  }

  private keepHeadSoon(): void {
    if (this.options.heads === undefined || this.headTimer !== null) return;
    this.headTimer = setTimeout(() => void this.keepHead(), HEAD_MS);
    this.headTimer.unref();
  }

  private async keepHead(): Promise<void> {
    if (this.headTimer !== null) clearTimeout(this.headTimer);
    this.headTimer = null;
    try {
      const head = await this.use((store) => store.findHead());
      if (head !== null) this.options.heads?.keep(head);
    } catch (error) {
      this.options.onFailure(error);
    }
  }

  private writeIn(delayMs: number): void {
    if (this.timer !== null || this.writing !== null) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.write();
    }, delayMs);
    this.timer.unref();
  }

  private write(): void {
    if (this.writing !== null) return;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const batch = this.waiting;
    this.waiting = [];
    this.writing = this.writeBatch(batch).finally(() => {
      this.writing = null;
      // Whoever waits is not kept for the next tick of the gathered.
      if (this.waiting.some(({ settle }) => settle !== null)) this.write();
      else if (this.waiting.length > 0) this.writeIn(this.waitsSinceMs === null ? GATHER_MS : RETRY_MS);
    });
  }

  private async writeBatch(batch: readonly Waiting[]): Promise<void> {
    try {
      await this.use((store) => store.append(gatherEvents(batch.map(({ event }) => event))));
      this.waitsSinceMs = null;
      this.keepHeadSoon();
      for (const { settle } of batch) settle?.resolve();
    } catch (error) {
      const gathered = batch.filter(({ settle }) => settle === null);
      // In front of what has come meanwhile: the order stays.
      this.waiting = [...gathered, ...this.waiting];
      if (gathered.length > 0) this.waitsSinceMs ??= performance.now();
      this.options.onFailure(error);
      const message = 'What was asked for must be recorded, and the audit log cannot be written; it may have been done.';
      const refusal =
        error instanceof SilhouetteError && error.code === 'audit-broken' ? error : refuseUnwritable(message, error);
      for (const { settle } of batch) settle?.reject(refusal);
    }
  }
}

function refuseUnwritable(message: string, cause: unknown): SilhouetteError {
  const reason = cause instanceof Error ? ` (${cause.message})` : '';
  return SilhouetteError.of('audit-unwritable', `${message}${reason} Try again in a moment.`, '', cause ?? undefined);
}
