import { type ChdbSession, quoteIdentifier, type Snapshot } from '@silhouette/lake';
import {
  type Attribute,
  type Decimal,
  decimalUnitsAt,
  normaliseDecimal,
  parseDecimal,
  type ResolvedPredicate,
} from '@silhouette/model';
import type { PortraitParts } from '../audience-engine.ts';
import { chooseDayCuts, chooseNumberCuts, PORTRAIT_PERCENTILES } from '../portrait/choose-portrait-cuts.ts';
import { compileAudience } from '../sql/compile-audience.ts';
import { writeSettings } from '../sql/write-settings.ts';
import { type Bins, readDay, writeOrdered } from './panel-plan.ts';

/** Where a portrait cuts an attribute; null: nobody has a value, so that there are no parts. */
export type Cuts = Extract<PortraitParts, { kind: 'numbers' | 'days' }> | null;

const EVERYONE: ResolvedPredicate = { kind: 'all', children: [] };

/** Cuts of numbers and dates over the base (of a scope) at the snapshot's own as-of, by attribute id. */
export async function readPortraitCuts(
  session: ChdbSession,
  snapshot: Snapshot,
  scope: ResolvedPredicate | undefined,
  attributes: readonly Attribute[],
): Promise<ReadonlyMap<string, Cuts>> {
  const found = new Map<string, Cuts>();
  const ordered = attributes.filter((attribute) => writeOrdered(attribute, '') !== null);
  if (ordered.length === 0) return found;
  const audience = compileAudience({ snapshot, asOfMs: snapshot.asOfMs, predicate: EVERYONE, scope });
  const columns = ordered.map((attribute, index) => {
    const value = writeOrdered(attribute, `b.${quoteIdentifier(attribute.id)}`) ?? '';
    return `count(${value}) AS n${index}, min(${value}) AS l${index}, quantilesExact(${PORTRAIT_PERCENTILES.join(', ')})(${value}) AS q${index}`;
  });
  const [row] = await session.query(
    `SELECT ${columns.join(', ')}\nFROM (${audience.writeCustomers(ordered.map(({ id }) => id))}) AS b\n${writeSettings()}`,
    audience.parameters,
  );
  ordered.forEach((attribute, index) => {
    const percentiles = row?.[`q${index}`];
    const isEmpty = Number(row?.[`n${index}`] ?? 0) === 0 || !Array.isArray(percentiles);
    found.set(attribute.id, isEmpty ? null : chooseCuts(attribute, percentiles, row?.[`l${index}`], snapshot));
  });
  return found;
}

function chooseCuts(attribute: Attribute, percentiles: readonly unknown[], least: unknown, { catalog }: Snapshot): Cuts {
  if (attribute.type === 'number') {
    const units = (value: unknown): bigint =>
      decimalUnitsAt(parseDecimal(String(value)) ?? normaliseDecimal(0n, 0), attribute.decimals);
    const cuts = chooseNumberCuts(percentiles.map(units), units(least));
    return { kind: 'numbers', cuts: cuts.map((cut): Decimal => normaliseDecimal(cut, attribute.decimals)) };
  }
  const day = (value: unknown): number => readDay(attribute, Number(value), catalog.timeZone);
  return { kind: 'days', cuts: chooseDayCuts(percentiles.map(day), day(least)) };
}

/** Cuts as bins, so that they are counted as those of panels are. */
export function toBins(cuts: Cuts): Bins {
  if (cuts === null) return { kind: 'none' };
  if (cuts.kind === 'numbers') {
    const starts = [null, ...cuts.cuts];
    return { kind: 'number', bins: starts.map((from, index) => ({ from, to: starts[index + 1] ?? null })) };
  }
  const starts = [null, ...cuts.cuts];
  return { kind: 'date', bins: starts.map((fromDay, index) => ({ fromDay, toDay: starts[index + 1] ?? null })) };
}
