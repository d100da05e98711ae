import type { AskedQuestion, AuditEvent } from './audit-event.ts';
import { describeQuestions } from './describe-question.ts';
import type { DescribedEntry } from './seal-entry.ts';

/** Most questions of one entry: it stays of a size that one can read. */
const MOST_QUESTIONS = 50;

/**
 * Events as entries, in their order. Questions that one person asked from one place one after another become one entry,
 * with the time of the last; nothing else is put together.
 */
export function gatherEvents(events: readonly AuditEvent[]): DescribedEntry[] {
  const entries: DescribedEntry[] = [];
  /** The run of questions of each person: others may ask in between. */
  const runs = new Map<string, AuditEvent[]>();
  const endRun = (who: string): void => {
    const run = runs.get(who);
    runs.delete(who);
    const last = run?.at(-1);
    if (run !== undefined && last !== undefined) entries.push(describeRun(run, last));
  };
  for (const event of events) {
    const who = nameAsker(event);
    if (event.question === null) {
      // What a person did stays in the order in which it was done.
      endRun(who);
      entries.push(event);
      continue;
    }
    const run = runs.get(who) ?? [];
    run.push(event);
    runs.set(who, run);
    if (run.length === MOST_QUESTIONS) endRun(who);
  }
  for (const who of [...runs.keys()]) endRun(who);
  return entries;
}

function nameAsker({ actor, request }: AuditEvent): string {
  return JSON.stringify([actor.kind, actor.id, request?.address ?? '', request?.userAgent ?? '']);
}

function describeRun(run: readonly AuditEvent[], last: AuditEvent): DescribedEntry {
  const questions = run.flatMap(({ question }): AskedQuestion[] => (question === null ? [] : [question]));
  const described = describeQuestions(
    questions,
    run.map(({ request }) => request?.route ?? ''),
  );
  return { ...last, ...described };
}
