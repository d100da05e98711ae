import type { AudienceEngine, Question, TellSize } from '../audience-engine.ts';
import { throwIfWithdrawn } from './throw-if-withdrawn.ts';

/** Sizes of a group at several as-ofs, one after another. */
export async function countEachAsOf(
  engine: Pick<AudienceEngine, 'count'>,
  question: Question,
  asOfs: readonly number[],
  tell: TellSize,
): Promise<void> {
  for (const [place, asOfMs] of asOfs.entries()) {
    throwIfWithdrawn(question.signal);
    tell(await engine.count({ ...question, asOfMs }), place);
  }
}
