import type { AuditAction, AuditFinding, AuditRule } from '@silhouette/model';
import type { SealedBody } from '../read-body.ts';
import { isNotUnderstood } from '../refusal-budget.ts';
import { countSeen, type MonthFacts, nameActor, showActor } from './month-facts.ts';

/** Entries that a finding links to. */
const MOST_LINKS = 20;
const OFFICE_BEGINS = 7;
const OFFICE_ENDS = 23;
const HOUR_MS = 3_600_000;
/** Far more than usual: so many customers at least, and so many times the median of the months before. */
const MANY_CUSTOMERS = 100;
const MANY_TIMES = 3;
const MANY_REFUSALS = 20;
const MANY_PAIRS = 20;
const FAILED_RUN = 5;

/** What stands out in a month, rule by rule. `docs/audit.md` says each rule in words. */
export function findOutstanding(facts: MonthFacts): AuditFinding[] {
  return [
    ...findOffHours(facts),
    ...findManyCustomers(facts),
    ...findManyRefusals(facts),
    ...findDifferencing(facts),
    ...findFirstExports(facts),
    ...findUnapproved(facts),
    ...findNewAddresses(facts),
    ...findFailedSignIns(facts),
    ...findRoleChanges(facts),
  ];
}

function findOffHours({ entries, zone }: MonthFacts): AuditFinding[] {
  const isOff = ({ at }: SealedBody): boolean => {
    const hour = new Date(zone.localOf(Date.parse(at))).getUTCHours();
    return hour >= OFFICE_ENDS || hour < OFFICE_BEGINS;
  };
  return byActor(pick(entries, ['export-downloaded']).filter(isOff)).map((found) => describe('off-hours-download', found));
}

function findManyCustomers({ entries, seenBefore }: MonthFacts): AuditFinding[] {
  return byActor(entries.filter((entry) => countSeen(entry) > 0)).flatMap((found) => {
    const before = seenBefore.get(nameActor(found[0])) ?? [];
    const median = findMedian(before);
    const number = found.reduce((sum, entry) => sum + countSeen(entry), 0);
    // Of somebody who is new nothing is usual yet.
    if (median === null || number < MANY_CUSTOMERS || number <= MANY_TIMES * median) return [];
    return [{ ...describe('many-customers', found), number, against: median }];
  });
}

function findManyRefusals({ entries }: MonthFacts): AuditFinding[] {
  // A request that was not understood is a mistake, not an attempt.
  const refused = pick(entries, ['refused']).filter(({ request }) => !isNotUnderstood(request?.status ?? 0));
  return byActor(refused).flatMap((found) => {
    const number = found.reduce((sum, { details }) => sum + (typeof details.more === 'number' ? details.more : 1), 0);
    return number < MANY_REFUSALS ? [] : [{ ...describe('many-refusals', found), number }];
  });
}

function findDifferencing({ pairs }: MonthFacts): AuditFinding[] {
  return [...pairs.values()].flatMap((found) => {
    const [first, ...others] = found;
    if (first === undefined || found.length < MANY_PAIRS) return [];
    return [describe('differencing', [first, ...others])];
  });
}

function findFirstExports({ entries, exportersBefore }: MonthFacts): AuditFinding[] {
  const first = byActor(pick(entries, ['export-requested'])).filter(([entry]) => !exportersBefore.has(nameActor(entry)));
  return first.map(([entry]) => describe('first-export', [entry]));
}

function findUnapproved({ entries, approved }: MonthFacts): AuditFinding[] {
  const isUnapproved = ({ details, subject }: SealedBody): boolean =>
    details.personal === true && !subject.some((id) => approved.has(id));
  return byActor(pick(entries, ['export-downloaded']).filter(isUnapproved)).map((found) =>
    describe('unapproved-export', found),
  );
}

function findNewAddresses({ entries, addressesBefore }: MonthFacts): AuditFinding[] {
  const known = new Map([...addressesBefore].map(([actor, addresses]) => [actor, new Set(addresses)]));
  const isNew = (entry: SealedBody): boolean => {
    const [actor, address] = [nameActor(entry), entry.request?.address ?? ''];
    const addresses = known.get(actor);
    // The first sign-in of all comes from somewhere.
    if (addresses === undefined) {
      known.set(actor, new Set([address]));
      return false;
    }
    if (addresses.has(address)) return false;
    addresses.add(address);
    return true;
  };
  return byActor(pick(entries, ['signed-in']).filter(isNew)).map((found) => describe('new-address', found));
}

function findFailedSignIns({ entries }: MonthFacts): AuditFinding[] {
  const failures = pick(entries, ['sign-in-failed']);
  // From one address at many accounts, and from many addresses at one account.
  const bySender = byActor(failures);
  const byTarget = groupBy(
    failures.filter(({ subject }) => subject.length > 0),
    ({ subject }) => subject.join(' '),
  ).filter((found) => new Set(found.map(nameActor)).size > 1);
  return [...bySender, ...byTarget].flatMap((failed) => {
    const inRun = failed.filter((_, index) => {
      const run = failed.slice(Math.max(0, index - FAILED_RUN + 1), index + 1);
      const [first, last] = [run[0], run.at(-1)];
      return run.length === FAILED_RUN && first !== undefined && last !== undefined && spanOf(first, last) <= HOUR_MS;
    });
    return inRun.length === 0 ? [] : [describe('failed-sign-ins', failed)];
  });
}

function findRoleChanges({ entries }: MonthFacts): AuditFinding[] {
  const changes = pick(entries, ['role-saved', 'role-deleted', 'person-changed']);
  return byActor(changes).map((found) => describe('role-change', found));
}

type Entries = readonly [SealedBody, ...SealedBody[]];

function describe(rule: AuditRule, entries: Entries): AuditFinding {
  const [first] = entries;
  const sequences = [...new Set(entries.map(({ sequence }) => sequence))];
  return {
    rule,
    actor: showActor(first),
    number: entries.length,
    against: null,
    from: first.at,
    to: entries.at(-1)?.at ?? first.at,
    entries: sequences.slice(0, MOST_LINKS),
    entriesInAll: sequences.length,
  };
}

function pick(entries: readonly SealedBody[], actions: readonly AuditAction[]): SealedBody[] {
  return entries.filter(({ action }) => actions.includes(action));
}

function byActor(entries: readonly SealedBody[]): Entries[] {
  return groupBy(entries, nameActor);
}

function groupBy(entries: readonly SealedBody[], nameOf: (entry: SealedBody) => string): Entries[] {
  const groups = new Map<string, [SealedBody, ...SealedBody[]]>();
  for (const entry of entries) {
    const name = nameOf(entry);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [entry]);
    else group.push(entry);
  }
  return [...groups.values()];
}

function spanOf(first: SealedBody, last: SealedBody): number {
  return Date.parse(last.at) - Date.parse(first.at);
}

/** The middle of some numbers, of an even number the mean of both; null without any. */
function findMedian(numbers: readonly number[]): number | null {
  const sorted = [...numbers].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
