import type { AttributeId } from '@silhouette/model';
import type { EngineName, Question } from '../audience-engine.ts';
import type { Engines } from '../router/engines.ts';
import type { MemberPage } from './members-table.ts';

/** Members read at once. */
const PAGE_ROWS = 10_000;

/**
 * All members in the order of their keys, page by page, by the engine that a name forces or else by the first that can answer.
 * @throws SilhouetteError as engines do.
 */
export async function* readMemberPages(
  engines: Engines,
  forced: EngineName | null,
  question: Question,
  attributes: readonly AttributeId[],
): AsyncGenerator<MemberPage, void, undefined> {
  let afterKey: string | null = null;
  for (;;) {
    const page = { attributes, afterKey, limit: PAGE_ROWS };
    const answer: MemberPage = await engines.answer(forced, async (engine) => ({
      engine: engine.name,
      rows: await engine.members(question, page),
    }));
    yield answer;
    if (answer.rows.length < PAGE_ROWS) return;
    afterKey = answer.rows.at(-1)?.key ?? null;
  }
}
