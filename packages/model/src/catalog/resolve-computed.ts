import type { Issue } from '../error.ts';
import { joinKey } from '../text/value-path.ts';
import type { TimeZone } from '../time/time-zone.ts';
import type { AttributeDraft, EventType } from './catalog.ts';
import type { CatalogFile } from './catalog-file.ts';
import { parseComputedAttribute } from './parse-computed-attribute.ts';
import { standardAttributes } from './standard-attributes.ts';

/** The computed attributes of a catalog, or everything that is wrong with them. */
export type ComputedResult =
  | { readonly ok: true; readonly attributes: readonly AttributeDraft[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/**
 * All of `computed:` against the events as they were loaded, those of the file first, then the standard set.
 * @param sourceIds ids of the attributes that the customer table has; a computed one of the same id is an issue naming both
 */
export function resolveComputed(
  computed: CatalogFile['computed'],
  events: readonly EventType[],
  timeZone: TimeZone,
  sourceIds: Iterable<string>,
): ComputedResult {
  const issues: Issue[] = [];
  const attributes: AttributeDraft[] = [];
  const owners = new Map([...sourceIds].map((id) => [id, `the attribute "${id}" of the customer table`]));
  const add = (attribute: AttributeDraft, owner: string, path: string): void => {
    const other = owners.get(attribute.id);
    if (other !== undefined) {
      const message = `The id "${attribute.id}" is both ${other} and ${owner}; rename one of the two.`;
      issues.push({ path, code: 'clashing-id', message });
      return;
    }
    owners.set(attribute.id, owner);
    attributes.push(attribute);
  };
  for (const [id, written] of computed.attributes) {
    const result = parseComputedAttribute(id, written, events, timeZone);
    const path = joinKey('computed', id);
    if (result.ok) add(result.attribute, path, path);
    else issues.push(...result.issues);
  }
  if (computed.standard)
    for (const attribute of standardAttributes(events)) add(attribute, describeStandard(attribute), 'computed.standard');
  return issues.length > 0 ? { ok: false, issues } : { ok: true, attributes };
}

function describeStandard({ origin, label }: AttributeDraft): string {
  if (origin.kind !== 'computed') return 'a standard attribute';
  const { event, field } = origin.spec;
  return `the standard attribute "${label.en}" (event "${event}"${field === null ? '' : `, field "${field}"`})`;
}
