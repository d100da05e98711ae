import { type Note, type PlainValue, type Predicate, writeSentence } from '@silhouette/model';
import type { AudienceEngine } from '../audience-engine.ts';
import { shareOf } from './answer-panel.ts';
import { collectNotes } from './collect-notes.ts';
import { noteLeftOut } from './note-left-out.ts';
import { type PreparedQuestion, sentenceContextOf } from './prepare-question.ts';
import type { ValueLists } from './value-lists.ts';

/** One of several audiences of a question: prepared, and as its asker wrote it, for definitions made of it. */
export interface WrittenAudience {
  readonly prepared: PreparedQuestion;
  readonly definition: PlainValue;
}

/** How one of several audiences is told beside the others. */
export function describeAudience(prepared: PreparedQuestion, count: number, base: number) {
  const { predicate, hash, audiences } = prepared;
  return {
    count,
    share: shareOf(count, base),
    sentence: writeSentence(predicate, sentenceContextOf(prepared)),
    definition: hash,
    ...(audiences.length === 0 ? {} : { audiences: audiences.map(({ id, version }) => ({ id, version })) }),
  };
}

/** In all of `ins` and in none of `outs`, as a definition. */
export function writeIntersection(
  ins: readonly WrittenAudience[],
  outs: readonly WrittenAudience[],
): Record<string, PlainValue> {
  return { all: [...ins.map(({ definition }) => definition), ...outs.map(({ definition }) => ({ not: definition }))] };
}

/** {@link writeIntersection} as a predicate. */
export function intersectAudiences<T extends Predicate>(ins: readonly T[], outs: readonly T[]): Predicate {
  return { kind: 'all', children: [...ins, ...outs.map((child): Predicate => ({ kind: 'not', child }))] };
}

/** Notes of several definitions, with what is left out of them; what more than one says is told once. */
export async function collectNotesOfAll(
  engine: AudienceEngine,
  lists: ValueLists,
  prepared: readonly PreparedQuestion[],
  showsAttributes = false,
): Promise<Note[]> {
  const collected = prepared.map(async (one) => [
    ...(await collectNotes(lists, one, showsAttributes)),
    ...(await noteLeftOut(engine, one)),
  ]);
  return [...new Map((await Promise.all(collected)).flat().map((note) => [JSON.stringify(note), note])).values()];
}
