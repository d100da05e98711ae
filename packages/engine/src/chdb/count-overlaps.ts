import { randomUUID } from 'node:crypto';
import type { ChdbSession } from '@silhouette/lake';
import type { ResolvedPredicate } from '@silhouette/model';
import { throwIfWithdrawn } from '../answer/throw-if-withdrawn.ts';
import type { Question } from '../audience-engine.ts';
import { compileAudience } from '../sql/compile-audience.ts';
import { writeSettings } from '../sql/write-settings.ts';

/** Sizes of all pairwise intersections: a bitmap for each group, written by a scan of its own, then all pairs at once. */
export async function countOverlaps(
  session: ChdbSession,
  question: Omit<Question, 'predicate'>,
  predicates: readonly ResolvedPredicate[],
): Promise<readonly (readonly number[])[]> {
  const table = `overlaps_${randomUUID().replaceAll('-', '')}`;
  const sizes = predicates.map(() => predicates.map(() => 0));
  if (predicates.length === 0) return sizes;
  try {
    await session.execute(
      `CREATE TABLE ${table} (place UInt32, members AggregateFunction(groupBitmap, UInt32)) ENGINE = Memory`,
    );
    for (const [place, predicate] of predicates.entries()) {
      throwIfWithdrawn(question.signal);
      const audience = compileAudience({ ...question, predicate });
      await session.execute(
        `INSERT INTO ${table} SELECT ${place}, groupBitmapState(m._ordinal)\nFROM (${audience.writeCustomers([])}) AS m\nWHERE m._hit = 1\n${writeSettings(audience)}`,
        audience.parameters,
      );
    }
    const rows = await session.query(
      `SELECT a.place AS one, b.place AS other, bitmapAndCardinality(a.members, b.members) AS customers FROM ${table} AS a CROSS JOIN ${table} AS b`,
    );
    for (const { one, other, customers } of rows) {
      const row = sizes[Number(one)];
      if (row !== undefined) row[Number(other)] = Number(customers);
    }
    return sizes;
  } finally {
    await session.execute(`DROP TABLE IF EXISTS ${table}`);
  }
}
