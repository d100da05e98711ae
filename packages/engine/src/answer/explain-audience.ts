import {
  type ExplainAnswer,
  type NestedStep,
  type WaterfallStep,
  writeCanonicalText,
  writeConditionSentence,
  writeSentence,
} from '@silhouette/model';
import type { AudienceEngine } from '../audience-engine.ts';
import { compileCount } from '../sql/compile-count.ts';
import { toShownQuestion } from '../view/to-shown-question.ts';
import { collectNotes } from './collect-notes.ts';
import { countSteps } from './count-steps.ts';
import { describeProvenance } from './explore-audience.ts';
import { countInner, listSteps } from './list-steps.ts';
import { noteLeftOut } from './note-left-out.ts';
import { type PreparedQuestion, sentenceContextOf } from './prepare-question.ts';
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
  const size = await engine.count(question);
  const { waterfall, nested } = await explainSteps(engine, prepared);
  const { sql, parameters } = compileCount(toShownQuestion(question));
  return {
    ...size,
    sentence: writeSentence(predicate, sentenceContextOf(prepared)),
    canonical: JSON.parse(writeCanonicalText(question.predicate)),
    waterfall,
    nested,
    sql: { text: sql, parameters: { ...parameters } },
    notes: [...(await collectNotes(lists, prepared)), ...(await noteLeftOut(engine, prepared))],
    ...describeProvenance(engine, prepared, startedAtMs),
  };
}

/** Conditions inside of groups that are counted; an answer about more would keep others waiting. */
const MOST_NESTED = 200;

async function explainSteps(
  engine: AudienceEngine,
  prepared: PreparedQuestion,
): Promise<Pick<ExplainAnswer, 'waterfall' | 'nested'>> {
  const { question, predicate } = prepared;
  const isShort = countInner(predicate) <= MOST_NESTED;
  const { steps, group } = listSteps(predicate, question.predicate, isShort);
  const sizes = await countSteps(engine, question, group);
  const context = sentenceContextOf(prepared);
  const [waterfall, nested]: [WaterfallStep[], NestedStep[]] = [[], []];
  for (const [place, { isOutermost, written, ...step }] of steps.entries()) {
    const size = sizes[place];
    if (size === undefined) throw new TypeError(`The step at "${step.path}" was not counted.`);
    const told = { sentence: writeConditionSentence(written, context), alone: size.alone, remaining: size.remaining };
    if (isOutermost) waterfall.push({ path: step.path, ...told });
    else nested.push({ ...step, ...told });
  }
  return { waterfall, nested: isShort ? nested : null };
}
