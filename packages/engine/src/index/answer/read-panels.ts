import type { Aggregate, MaskExpression } from '@silhouette/bitslice';
import type { Attribute } from '@silhouette/model';
import type { PanelData, PanelDetail } from '../../audience-engine.ts';
import { medianIndex } from '../../panel/percentile.ts';
import { attributeColumn } from '../index-names.ts';
import type { SnapshotIndex } from '../open-index.ts';
import { buildPanel } from './build-panel.ts';
import { type Distribution, describeDistribution } from './describe-distribution.ts';
import { type PlannedBins, planAggregates, planBins } from './panel-plan.ts';
import { moveRepeatedEvenings } from './repeated-evenings.ts';
import type { FactsOf } from './scope-facts.ts';

/** Everyone at one as-of: counted once for each attribute. */
export interface BaseKnowledge {
  count: number | null;
  readonly distributions: Map<string, Distribution>;
}

/** Two groups of one question: the members (within the base) and the base. */
export interface PanelGroups {
  readonly members: MaskExpression;
  readonly base: MaskExpression;
}

interface PanelPlan {
  readonly attribute: Attribute;
  readonly bins: PlannedBins;
  readonly own: readonly Aggregate[];
  /** None where everyone is known already. */
  readonly everyone: readonly Aggregate[];
}

/** Sizes and panels in one question to the threads; medians of wide numbers by descents after it. */
export async function readPanels(
  index: SnapshotIndex,
  groups: PanelGroups,
  attributes: readonly Attribute[],
  known: BaseKnowledge,
  factsOf: FactsOf,
  detail: PanelDetail,
  signal: AbortSignal | undefined,
): Promise<{ readonly count: number; readonly base: number; readonly panels: readonly PanelData[] }> {
  const zone = index.snapshot.catalog.timeZone;
  const plans = attributes.map((attribute): PanelPlan => {
    const bins = planBins(attribute, factsOf(attribute.id), zone);
    return {
      attribute,
      bins,
      own: planAggregates(attribute, bins, index.bits, detail === 'bins'),
      // Everyone is compared by bins only.
      everyone: known.distributions.has(attribute.id) ? [] : planAggregates(attribute, bins, index.bits, true),
    };
  });
  const needsBase = known.count === null || plans.some(({ everyone }) => everyone.length > 0);
  const answer = await index.bits.ask(
    {
      groups: needsBase ? [groups.members, groups.base] : [groups.members],
      aggregates: plans.flatMap(({ own, everyone }) => [
        ...own.map((aggregate) => ({ group: 0, aggregate, within: groups.base })),
        ...everyone.map((aggregate) => ({ group: 1, aggregate })),
      ]),
    },
    signal,
  );
  const [count = 0] = answer.counts;
  known.count ??= answer.counts[1] ?? 0;
  const results = [...answer.results];
  const described: Distribution[] = [];
  for (const { attribute, bins, own, everyone } of plans) {
    const values = index.valuesOf(null, attribute.id);
    const mine = describeDistribution(attribute, results.splice(0, own.length), bins, values);
    await moveEvenings(index, attribute, groups.members, bins, mine);
    if (everyone.length > 0) {
      const found = describeDistribution(attribute, results.splice(0, everyone.length), bins, values);
      await moveEvenings(index, attribute, groups.base, bins, found);
      known.distributions.set(attribute.id, found);
    }
    described.push(mine);
  }
  const whole = detail === 'bins' ? described : await addMedians(index, groups.members, plans, described, signal);
  const panels = plans.map(({ attribute, bins }, position) => {
    const everyone = known.distributions.get(attribute.id);
    const own = whole[position];
    if (everyone === undefined || own === undefined) throw new TypeError(`"${attribute.id}" was not counted.`);
    const panel = buildPanel(attribute, count, own, everyone, bins);
    return detail === 'bins' ? dropFigures(panel) : panel;
  });
  return { count, base: known.count, panels };
}

/** Figures of columns whose bins alone were read are none; so are those of the others, for one answer everywhere. */
function dropFigures(panel: PanelData): PanelData {
  const none = { min: null, median: null, max: null };
  if (panel.kind === 'number') return { ...panel, ...none, sum: null };
  return panel.kind === 'date' ? { ...panel, ...none } : panel;
}

/** Bins lie between local days, the index's ranges between instants: evenings that come twice are moved. */
async function moveEvenings(
  index: SnapshotIndex,
  attribute: Attribute,
  group: MaskExpression,
  bins: PlannedBins,
  { bins: counts }: Distribution,
): Promise<void> {
  if (bins.kind !== 'date') return;
  const days = bins.bins.flatMap(({ fromDay }) => fromDay ?? []);
  await moveRepeatedEvenings(index.bits, attribute, group, days, index.snapshot.catalog.timeZone, counts);
}

async function addMedians(
  index: SnapshotIndex,
  members: MaskExpression,
  plans: readonly PanelPlan[],
  described: readonly Distribution[],
  signal: AbortSignal | undefined,
): Promise<readonly Distribution[]> {
  const isOpen = (position: number): boolean => {
    const type = plans[position]?.attribute.type;
    const one = described[position];
    return (
      (type === 'number' || type === 'date' || type === 'datetime') &&
      one !== undefined &&
      one.present > 0 &&
      one.median === null
    );
  };
  const open = plans.flatMap((plan, position) => (isOpen(position) ? [{ plan, position }] : []));
  if (open.length === 0) return described;
  const found = await index.bits.quantiles(
    open.map(({ plan }) => ({
      group: members,
      column: attributeColumn(plan.attribute.id),
      ranks: (present) => [medianIndex(present)],
    })),
    signal,
  );
  const medians = new Map(open.map(({ position }, order) => [position, found[order]?.[0] ?? null]));
  return described.map((one, position) => ({ ...one, median: medians.get(position) ?? one.median }));
}
