import type { AuditEvent } from './audit-event.ts';

/** Refusals of one sender with one code that are recorded one by one, in a minute; of requests that were not understood, which happen to everybody, fewer. */
const MOST_EACH = 20;
const MOST_UNREADABLE = 5;
const WINDOW_MS = 60_000;
/** Senders that are told apart at once; further ones are counted together. */
const MOST_SENDERS = 1000;

interface Window {
  recorded: number;
  /** Those that were not, and the last of them. */
  more: number;
  last: AuditEvent;
}

/** Whether a status says that the request itself was wrong, not who sent it or what for. */
export function isNotUnderstood(status: number): boolean {
  return status === 400 || status === 405 || status === 413 || status === 415 || status === 422;
}

/**
 * Refusals as entries: the first of a sender (address and person) with one code in a minute one by one, the others as one entry that
 * says how many. Whoever knocks thousands of times fills neither the log nor the memory, and is seen.
 */
export class RefusalBudget {
  private readonly windows = new Map<string, Window>();
  private readonly record: (event: AuditEvent) => void;
  private timer: NodeJS.Timeout | null = null;

  constructor(record: (event: AuditEvent) => void) {
    this.record = record;
  }

  /** Tells one refusal. */
  tell(event: AuditEvent): void {
    const isUnreadable = isNotUnderstood(event.request?.status ?? 0);
    const named = JSON.stringify([event.request?.address ?? '', event.actor.id, event.details.code ?? '']);
    const sender = this.windows.has(named) || this.windows.size < MOST_SENDERS ? named : '';
    const window = this.windows.get(sender) ?? { recorded: 0, more: 0, last: event };
    this.windows.set(sender, window);
    window.last = event;
    if (window.recorded < (isUnreadable ? MOST_UNREADABLE : MOST_EACH) && sender !== '') {
      window.recorded += 1;
      this.record(event);
    } else {
      window.more += 1;
    }
    if (this.timer !== null) return;
    this.timer = setTimeout(() => this.endWindows(), WINDOW_MS);
    this.timer.unref();
  }

  /** Records what was only counted so far. */
  close(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.endWindows();
  }

  private endWindows(): void {
    this.timer = null;
    for (const { more, last } of this.windows.values()) {
      if (more > 0) this.record({ ...last, details: { ...last.details, more } });
    }
    this.windows.clear();
  }
}
