import type { Snapshot } from '@silhouette/lake';
import {
  type AttributeId,
  type ExploreAnswer,
  findAttribute,
  type Issue,
  SilhouetteError,
  suggestNearest,
  writeSentence,
} from '@silhouette/model';
import type { AudienceEngine } from '../audience-engine.ts';
import { answerPanel, shareOf } from './answer-panel.ts';
import { collectNotes } from './collect-notes.ts';
import { noteLeftOut } from './note-left-out.ts';
import { type PreparedQuestion, sentenceContextOf } from './prepare-question.ts';
import type { ValueLists } from './value-lists.ts';

/** Most panels of one answer. */
const MOST_PANELS = 200;

/**
 * How many match, and who they are. `panels` names attributes; null: the catalog's own.
 * @throws SilhouetteError `unknown-attribute` with the place in `panels`.
 */
export async function exploreAudience(
  engine: AudienceEngine,
  lists: ValueLists,
  prepared: PreparedQuestion,
  panels: readonly string[] | null,
): Promise<ExploreAnswer> {
  const startedAtMs = performance.now();
  const { question } = prepared;
  const { snapshot } = question;
  const attributes = panels === null ? snapshot.catalog.panels : checkAttributes(snapshot, panels, 'panels');
  const [answer, notes, leftOut] = await Promise.all([
    engine.panels(question, attributes),
    collectNotes(lists, prepared, attributes.length > 0),
    noteLeftOut(engine, prepared),
  ]);
  return {
    count: answer.count,
    base: answer.base,
    share: shareOf(answer.count, answer.base),
    panels: answer.panels.map((panel) => answerPanel(snapshot.catalog, panel)),
    sentence: writeSentence(prepared.predicate, sentenceContextOf(prepared)),
    notes: [...notes, ...leftOut],
    ...describeProvenance(engine, prepared, startedAtMs),
  };
}

/** Where an answer comes from: as-of, snapshot, definition, engine, time taken since `startedAtMs` (of `performance.now()`). */
export function describeProvenance(engine: AudienceEngine, prepared: PreparedQuestion, startedAtMs: number) {
  const { question, hash, audiences } = prepared;
  return {
    asOf: new Date(question.asOfMs).toISOString(),
    snapshot: question.snapshot.id,
    definition: hash,
    engine: engine.name,
    elapsedMs: performance.now() - startedAtMs,
    ...(audiences.length === 0 ? {} : { audiences: audiences.map(({ id, version }) => ({ id, version })) }),
  };
}

/**
 * Ids of attributes that a person named; `path` is the list's place in the input.
 * @throws SilhouetteError `unknown-attribute` for each that the catalog has not, `invalid-value` for one that was named before,
 * `too-large` past 200.
 */
export function checkAttributes(snapshot: Snapshot, ids: readonly string[], path: string): readonly AttributeId[] {
  if (ids.length > MOST_PANELS) throw SilhouetteError.of('too-large', `Name at most ${MOST_PANELS} attributes at once.`, path);
  const issues: Issue[] = [];
  const found: AttributeId[] = [];
  for (const [index, id] of ids.entries()) {
    if (ids.indexOf(id) < index) {
      issues.push({ path: `${path}[${index}]`, code: 'invalid-value', message: `"${id}" stands twice; name it once.` });
      continue;
    }
    const attribute = findAttribute(snapshot.catalog, id);
    if (attribute === undefined) {
      const nearest = suggestNearest(
        id,
        snapshot.catalog.attributes.map((one) => one.id),
      );
      const hint = nearest === null ? 'the catalog lists what there is' : `did you mean "${nearest}"?`;
      issues.push({ path: `${path}[${index}]`, code: 'unknown-attribute', message: `There is no attribute "${id}"; ${hint}` });
    } else found.push(attribute.id);
  }
  if (issues.length > 0) throw new SilhouetteError(issues);
  return found;
}
