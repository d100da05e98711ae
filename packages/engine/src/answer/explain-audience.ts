import {
  type ExplainAnswer,
  type Predicate,
  type WaterfallStep,
  writeCanonicalText,
  writeConditionSentence,
  writeSentence,
} from '@silhouette/model';
import type { AudienceEngine } from '../audience-engine.ts';
import { compileCount } from '../sql/compile-count.ts';
import { toShownQuestion } from '../view/to-shown-question.ts';
import { collectNotes } from './collect-notes.ts';
import { explainNested } from './explain-nested.ts';
import { describeProvenance } from './explore-audience.ts';
import { noteLeftOut } from './note-left-out.ts';
import type { PreparedQuestion } from './prepare-question.ts';
import type { ValueLists } from './value-lists.ts';

/**
 * What a group means: its sentence, canonical form, SQL (of a view: of what was asked alone), and the waterfall: for a definition
 * that begins with `all` one step a condition, in order, else one step; and the same inside of its groups.
 */
export async function explainAudience(
  engine: AudienceEngine,
  lists: ValueLists,
  prepared: PreparedQuestion,
): Promise<ExplainAnswer> {
  const startedAtMs = performance.now();
  const { question, predicate } = prepared;
  const { catalog } = question.snapshot;
  const size = await engine.count(question);
  const waterfall = await countSteps(engine, prepared);
  const nested = await explainNested(engine, question, predicate);
  const { sql, parameters } = compileCount(toShownQuestion(question));
  return {
    ...size,
    sentence: writeSentence(predicate, { catalog, asOfMs: question.asOfMs }),
    canonical: JSON.parse(writeCanonicalText(question.predicate)),
    waterfall,
    nested,
    sql: { text: sql, parameters: { ...parameters } },
    notes: [...(await collectNotes(lists, prepared)), ...(await noteLeftOut(engine, prepared))],
    ...describeProvenance(engine, prepared, startedAtMs),
  };
}

async function countSteps(engine: AudienceEngine, { question, predicate }: PreparedQuestion): Promise<WaterfallStep[]> {
  const written = listSteps(predicate);
  const resolved = listSteps(question.predicate);
  const steps: WaterfallStep[] = [];
  for (const [index, step] of written.entries()) {
    const own = resolved[index]?.predicate ?? question.predicate;
    const before = resolved.slice(0, index + 1).map((one) => one.predicate);
    // Where nobody is left, nobody is left after any further condition: a definition may have thousands.
    const isOver = steps.at(-1)?.remaining === 0;
    const [alone, remaining] = await Promise.all([
      engine.count({ ...question, predicate: own }),
      isOver ? { count: 0 } : engine.count({ ...question, predicate: { kind: 'all', children: before } }),
    ]);
    steps.push({
      path: step.path,
      sentence: writeConditionSentence(step.predicate, { catalog: question.snapshot.catalog, asOfMs: question.asOfMs }),
      alone: alone.count,
      remaining: remaining.count,
    });
  }
  return steps;
}

function listSteps(predicate: Predicate): { readonly path: string; readonly predicate: Predicate }[] {
  if (predicate.kind !== 'all') return [{ path: '', predicate }];
  return predicate.children.map((child, index) => ({ path: `all[${index}]`, predicate: child }));
}
