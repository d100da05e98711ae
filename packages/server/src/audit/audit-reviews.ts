import { type AuditEntry, type AuditReview, type PlainValue, SilhouetteError, type TimeZone } from '@silhouette/model';
import { SYSTEM_ACTOR } from './audit-event.ts';
import type { AuditLog } from './audit-log.ts';
import { type AuditFilter, EVERY_ENTRY } from './audit-store.ts';
import { answerEntry, readBody, type SealedBody } from './read-body.ts';
import { ActivityCounter } from './review/count-activities.ts';
import { DifferencingFinder } from './review/find-differencing.ts';
import { countSeen, nameActor, SEEING_ACTIONS } from './review/month-facts.ts';
import { findMonth, type Month, readMonth } from './review/read-month.ts';
import { findOutstanding } from './review/rules.ts';
import type { SealedEntry } from './seal-entry.ts';

/** What reviews are made of. */
export interface AuditReviewsOptions {
  readonly log: AuditLog;
  findTimeZone(): Promise<TimeZone>;
  /** Now, ms since 1970. */
  now(): number;
  /** Hears of a review that could not be written; it is tried again. */
  onFailure(error: unknown): void;
}

const PAGE = 1000;
/** Months before, whose median is what somebody usually sees. */
const MONTHS_BEFORE = 6;
const MONTHS_LISTED = 24;
const MOST_NOTE = 2000;
/** Findings that an entry holds in full. */
const MOST_FINDINGS = 200;
/** How often the server looks whether a month is over. */
const LOOK_EVERY_MS = 3_600_000;

/** The monthly review of the audit log: the server writes it down when a month is over; people sign it off. */
export class AuditReviews {
  private readonly options: AuditReviewsOptions;
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> = Promise.resolve();
  private isClosed = false;

  constructor(options: AuditReviewsOptions) {
    this.options = options;
  }

  /** Writes what is missing, now and whenever a month ends. */
  start(): void {
    if (this.isClosed) return;
    const write = (): void => {
      this.writing = this.writing
        .then(() => this.writeMissing())
        .then(
          () => {},
          (error: unknown) => this.options.onFailure(error),
        );
    };
    write();
    this.timer = setInterval(write, LOOK_EVERY_MS);
    this.timer.unref();
  }

  /** Waits for a review that is being written; none is begun afterwards. */
  async close(): Promise<void> {
    this.isClosed = true;
    if (this.timer !== null) clearInterval(this.timer);
    await this.writing;
  }

  /** Writes the review of each month that is over and has none, the oldest first, as an entry; gives the months. */
  async writeMissing(): Promise<string[]> {
    const zone = await this.options.findTimeZone();
    const written = await this.listSubjects({ ...EVERY_ENTRY, actions: ['audit-review-written'] });
    const missing: string[] = [];
    for (let back = MONTHS_LISTED - 1; back > 0 && !this.isClosed; back -= 1) {
      const month = findMonth(this.options.now(), zone, back);
      if (written.has(month.text) || !(await this.hasEntries(month))) continue;
      const { entries, activities, findings } = await this.examine(month, zone);
      const details = { entries, activities, findings: findings.slice(0, MOST_FINDINGS), findingsInAll: findings.length };
      await this.options.log.record({
        ...{ atMs: this.options.now(), actor: SYSTEM_ACTOR, action: 'audit-review-written', subject: [month.text], details },
        ...{ texts: [], question: null, request: null },
      });
      missing.push(month.text);
    }
    return missing;
  }

  /** The review of a month (`yyyy-mm`; null: the one before this). @throws SilhouetteError `invalid-value` */
  async get(text: string | null): Promise<AuditReview> {
    const zone = await this.options.findTimeZone();
    const nowMs = this.options.now();
    const month = text === null ? findMonth(nowMs, zone, 1) : readMonth(text, zone);
    const examined = await this.examine(month, zone);
    const { months, signedOff } = await this.listMonths(month, nowMs, zone);
    return {
      month: month.text,
      timeZone: zone.id,
      isOver: month.endMs <= nowMs,
      ...examined,
      written: await this.findWritten(month),
      signedOff,
      open: months
        .filter((one) => !one.signedOff && one.month < findMonth(nowMs, zone).text)
        .map((one) => one.month)
        .sort(),
      months,
      redacted: false,
    };
  }

  /** What was done in a month, and what stands out. */
  private async examine(month: Month, zone: TimeZone): Promise<Pick<AuditReview, 'entries' | 'activities' | 'findings'>> {
    await this.options.log.flush();
    const activities = new ActivityCounter();
    const differencing = new DifferencingFinder();
    const kept: SealedBody[] = [];
    let entries = 0;
    for await (const entry of this.read(within(month))) {
      entries += 1;
      activities.tell(entry);
      if (entry.action === 'asked') differencing.tell(entry);
      else kept.push(entry);
    }
    const findings = findOutstanding({
      zone,
      entries: kept,
      pairs: differencing.pairs,
      seenBefore: await this.sumSeenBefore(month, zone),
      approved: await this.listSubjects({ ...EVERY_ENTRY, actions: ['export-approved'] }),
      ...(await this.readBefore(month)),
    });
    return { entries, activities: activities.list(), findings };
  }

  /** Whether a month can be signed off with a note; gives both as they are recorded. @throws SilhouetteError `invalid-value` */
  async checkSignOff(monthText: PlainValue, note: PlainValue): Promise<{ readonly month: string; readonly note: string }> {
    const zone = await this.options.findTimeZone();
    if (typeof monthText !== 'string') throw SilhouetteError.of('wrong-type', '"month" must be a text.', 'month');
    if (typeof note !== 'string' || note.trim() === '' || note.length > MOST_NOTE) {
      throw SilhouetteError.of('invalid-value', `"note" says what was looked at, in 1 to ${MOST_NOTE} characters.`, 'note');
    }
    const month = readMonth(monthText, zone);
    if (month.endMs > this.options.now()) {
      throw SilhouetteError.of(
        'invalid-value',
        `${month.text} is not over yet; it can be signed off from its end on.`,
        'month',
      );
    }
    return { month: month.text, note: note.trim() };
  }

  private async *read(filter: AuditFilter): AsyncGenerator<SealedBody> {
    for await (const { body } of this.readSealed(filter)) yield readBody(body);
  }

  private async *readSealed(filter: AuditFilter): AsyncGenerator<SealedEntry> {
    let last = 0;
    for (;;) {
      const page = await this.options.log.use((store) => store.listAfter(last, PAGE, filter));
      yield* page;
      if (page.length < PAGE) return;
      last = page.at(-1)?.sequence ?? last;
    }
  }

  /** Customers that each actor saw in each of the months before in which they did anything that is recorded. */
  private async sumSeenBefore(month: Month, zone: TimeZone): Promise<Map<string, number[]>> {
    const sums = new Map<string, number[]>();
    for (let back = 1; back <= MONTHS_BEFORE; back += 1) {
      const before = findMonth(month.startMs, zone, back);
      const seen = new Map<string, number>();
      for (const name of await this.options.log.use((store) => store.listActors(before.startMs, before.endMs)))
        seen.set(name, 0);
      for await (const entry of this.read({ ...within(before), actions: SEEING_ACTIONS })) {
        const name = nameActor(entry);
        seen.set(name, (seen.get(name) ?? 0) + countSeen(entry));
      }
      for (const [name, sum] of seen) sums.set(name, [...(sums.get(name) ?? []), sum]);
    }
    return sums;
  }

  private async readBefore({ startMs }: Month): Promise<{
    readonly exportersBefore: Set<string>;
    readonly addressesBefore: Map<string, Set<string>>;
  }> {
    const exportersBefore = new Set<string>();
    for await (const entry of this.read({ ...EVERY_ENTRY, toMs: startMs, actions: ['export-requested'] })) {
      exportersBefore.add(nameActor(entry));
    }
    const addressesBefore = new Map<string, Set<string>>();
    for await (const entry of this.read({ ...EVERY_ENTRY, toMs: startMs, actions: ['signed-in'] })) {
      const addresses = addressesBefore.get(nameActor(entry)) ?? new Set();
      addressesBefore.set(nameActor(entry), addresses.add(entry.request?.address ?? ''));
    }
    return { exportersBefore, addressesBefore };
  }

  private async listSubjects(filter: AuditFilter): Promise<Set<string>> {
    const subjects = new Set<string>();
    for await (const { subject } of this.read(filter)) for (const id of subject) subjects.add(id);
    return subjects;
  }

  private async hasEntries(month: Month): Promise<boolean> {
    return (await this.options.log.use((store) => store.listAfter(0, 1, within(month)))).length > 0;
  }

  /** The first time: what is added to a month that is over is added to no review. */
  private async findWritten(month: Month): Promise<AuditReview['written']> {
    for await (const { subject, at, sequence } of this.read({ ...EVERY_ENTRY, actions: ['audit-review-written'] })) {
      if (subject.includes(month.text)) return { at, sequence };
    }
    return null;
  }

  private async listMonths(month: Month, nowMs: number, zone: TimeZone): Promise<Pick<AuditReview, 'months' | 'signedOff'>> {
    const reviewed = new Map<string, AuditEntry>();
    for await (const sealed of this.readSealed({ ...EVERY_ENTRY, actions: ['audit-reviewed'] })) {
      const entry = answerEntry(sealed);
      for (const text of entry.subject) reviewed.set(text, entry);
    }
    const months: AuditReview['months'] = [];
    for (let back = 0; back < MONTHS_LISTED; back += 1) {
      const one = findMonth(nowMs, zone, back);
      if (await this.hasEntries(one)) months.push({ month: one.text, signedOff: reviewed.has(one.text) });
    }
    const signed = reviewed.get(month.text);
    if (signed === undefined) return { months, signedOff: null };
    const { actor, at, sequence } = signed;
    return { months, signedOff: { by: actor.name, at, note: readNote(signed), sequence } };
  }
}

/** A note lies beside the chain; of entries of before it did, in it. One that named a customer who was erased is empty. */
function readNote({ texts, details }: AuditEntry): string {
  const beside = texts.find(({ name }) => name === 'note');
  return beside === undefined ? String(details.note ?? '') : (beside.text ?? '');
}

function within({ startMs, endMs }: Month): AuditFilter {
  return { ...EVERY_ENTRY, fromMs: startMs, toMs: endMs };
}
