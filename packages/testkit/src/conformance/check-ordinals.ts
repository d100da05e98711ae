import type { PlainDefinition, ReferenceData } from '@silhouette/engine';
import { expect } from 'vitest';
import { askMembers, buildQuestion, type OpenWorld } from './engine-under-test.ts';

/** Ordinals tell of the same customers as keys, each once; `data` says which customer has which. */
export async function checkOrdinals(
  open: OpenWorld,
  data: ReferenceData,
  definition: PlainDefinition,
  asOfMs: number,
  told: string,
): Promise<void> {
  const { keys, ordinals } = await data.customers();
  const ordinalOf = new Map(keys.map((key, customer) => [key, ordinals[customer] ?? -1]));
  const listed: number[] = [];
  for await (const chunk of open.engine.memberOrdinals(buildQuestion(open, definition, asOfMs))) listed.push(...chunk);
  const members = await askMembers(open, definition, asOfMs);
  expect(sortNumbers(listed), `ordinals: ${told}`).toEqual(sortNumbers(members.map((key) => ordinalOf.get(key) ?? -1)));
}

function sortNumbers(numbers: readonly number[]): number[] {
  return numbers.toSorted((a, b) => a - b);
}
