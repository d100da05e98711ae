import { isDeepStrictEqual } from 'node:util';
import type { AudienceEngine, Question } from '@silhouette/engine';

/**
 * Where panels or member rows of two engines differ: null, or a sentence with both. Members themselves are compared
 * elsewhere.
 */
export async function compareAnswers(
  first: AudienceEngine,
  second: AudienceEngine,
  question: Question,
): Promise<string | null> {
  const attributes = question.snapshot.catalog.attributes.map(({ id }) => id);
  const page = { attributes, afterKey: null, limit: 25 };
  const [rows, otherRows] = [await first.members(question, page), await second.members(question, page)];
  for (const [index, row] of rows.entries()) {
    if (!isDeepStrictEqual(row, otherRows[index])) return describe('member rows', first, row, second, otherRows[index]);
  }
  const [answer, other] = [await first.panels(question, attributes), await second.panels(question, attributes)];
  for (const [index, panel] of answer.panels.entries()) {
    if (!isDeepStrictEqual(panel, other.panels[index])) return describe('panels', first, panel, second, other.panels[index]);
  }
  return null;
}

function describe(what: string, first: AudienceEngine, one: unknown, second: AudienceEngine, two: unknown): string {
  return `${what} differ: ${first.name} ${write(one)}, ${second.name} ${write(two)}`;
}

function write(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part)) ?? 'nothing';
}
