import type { AttributeId } from '../brand.ts';
import type { Issue } from '../error.ts';
import type { Attribute } from './catalog.ts';
import { isStandardId } from './standard-attributes.ts';
import { suggestNearest } from './suggest-nearest.ts';

/** How many panels are shown when the file names none. */
export const DEFAULT_PANEL_COUNT = 12;

/** The panels, or the ids of the file that are no attribute. */
export type PanelsResult =
  | { readonly ok: true; readonly panels: readonly AttributeId[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/**
 * The attributes shown first: those the file names, else the first twelve of: group `basics`, other columns of the
 * customer table, `computed` ones with a definition of their own, then the standard set (all time before shorter windows;
 * count, sum, recency, average, top, last … as in {@link MEASURE_ORDER}), each in the order of the catalog. Hidden,
 * private (`pii`) and text attributes are left out, and those with fewer than two values.
 */
export function choosePanels(attributes: readonly Attribute[], declared: readonly string[] | null): PanelsResult {
  if (declared !== null) return findDeclared(attributes, declared);
  const eligible = attributes.filter(
    (attribute) => !attribute.hidden && !attribute.pii && attribute.type !== 'text' && !isConstant(attribute),
  );
  const ranked = eligible.map((attribute) => ({ id: attribute.id, rank: rankOf(attribute) })).sort((a, b) => a.rank - b.rank);
  return { ok: true, panels: ranked.slice(0, DEFAULT_PANEL_COUNT).map(({ id }) => id) };
}

function findDeclared(attributes: readonly Attribute[], declared: readonly string[]): PanelsResult {
  const ids = new Map(attributes.map((attribute) => [String(attribute.id), attribute.id]));
  const issues: Issue[] = [];
  const panels: AttributeId[] = [];
  for (const [index, id] of declared.entries()) {
    const found = ids.get(id);
    if (found !== undefined) panels.push(found);
    else {
      const nearest = suggestNearest(id, ids.keys());
      const hint = nearest === null ? 'The command "silhouette catalog" lists the attributes.' : `Did you mean "${nearest}"?`;
      issues.push({ path: `panels[${index}]`, code: 'unknown-attribute', message: `There is no attribute "${id}". ${hint}` });
    }
  }
  return issues.length > 0 ? { ok: false, issues } : { ok: true, panels };
}

function isConstant({ stats }: Attribute): boolean {
  return stats.distinct === null ? stats.min === stats.max : stats.distinct < 2;
}

/** Measures of the standard set in the order they are shown. */
const MEASURE_ORDER = [
  'count',
  'sum',
  'recency',
  'avg',
  'top',
  'last',
  'lastDate',
  'firstDate',
  'days',
  'distinct',
  'first',
  'max',
  'min',
  'rows',
];

function rankOf(attribute: Attribute): number {
  if (attribute.group.toLowerCase() === 'basics') return 0;
  if (attribute.origin.kind === 'source') return 1;
  const { spec } = attribute.origin;
  if (!isStandardId(attribute.id, spec)) return 2;
  return (spec.within === null ? 3 : 4) + MEASURE_ORDER.indexOf(spec.measure) / (MEASURE_ORDER.length + 1);
}
