import type { ComputedAttributeSpec } from './catalog-file.ts';
import { checkId } from './check-id.ts';
import { COMPUTED_MEASURE_KEYS } from './computed-measures.ts';
import type { Place } from './place.ts';
import { DESCRIBED_KEYS, readDescribed } from './read-described.ts';
import { suggestNearest } from './suggest-nearest.ts';
import { toPlainData } from './to-plain-data.ts';

const EXAMPLE = '{ event: purchase, within: { last: 90, unit: day }, sum: amount }';
const DEFINITION_KEYS = ['within', 'where', ...COMPUTED_MEASURE_KEYS];

/** `computed:`: whether the standard set is wanted, and the attributes by id. `events` null: those could not be read. */
export function readComputed(
  place: Place,
  events: ReadonlySet<string> | null,
): { standard: boolean; attributes: ReadonlyMap<string, ComputedAttributeSpec> } | null {
  const map = place.readMap(`a mapping such as { standard: true, spend_90d: ${EXAMPLE} }`);
  if (map === null) return null;
  const attributes = new Map<string, ComputedAttributeSpec>();
  for (const [id, child] of map.entries) {
    if (id === 'standard' || !checkId(id, child)) continue;
    const spec = readComputedAttribute(child, events);
    if (spec !== null) attributes.set(id, spec);
  }
  return { standard: map.read('standard', false, (child) => child.readFlag()), attributes };
}

function readComputedAttribute(place: Place, events: ReadonlySet<string> | null): ComputedAttributeSpec | null {
  const map = place.readMap(`a mapping such as ${EXAMPLE}`);
  if (map === null) return null;
  map.checkKeys(['event', ...DEFINITION_KEYS, ...DESCRIBED_KEYS]);
  const event = map.require('event', 'event: purchase', (child) => readEventId(child, events));
  const measures = COMPUTED_MEASURE_KEYS.filter((key) => map.entries.has(key));
  if (measures.length === 0)
    place.fail('missing-key', `What is computed? Add one of ${COMPUTED_MEASURE_KEYS.join(', ')}, as in ${EXAMPLE}.`);
  if (measures.length > 1)
    place.fail(
      'invalid-value',
      `One attribute has one measure, and here are ${measures.join(', ')}: make one attribute of each.`,
    );
  const definition: Record<string, unknown> = {};
  for (const key of DEFINITION_KEYS) {
    const child = map.entries.get(key);
    if (child !== undefined) definition[key] = toPlainData(child.node);
  }
  return { ...readDescribed(map), event: event ?? '', definition };
}

function readEventId(place: Place, events: ReadonlySet<string> | null): string | null {
  const id = place.readText();
  if (id === null || events === null || events.has(id)) return id;
  const nearest = suggestNearest(id, events);
  const hint = nearest === null ? `There are: ${[...events].join(', ') || 'none'}.` : `Did you mean "${nearest}"?`;
  return place.fail('unknown-event', `There is no event "${id}". ${hint}`);
}
