import { PRIVACY_CLASSES } from '../access/privacy-class.ts';
import type { CustomersSpec, EventSpec } from './catalog-file.ts';
import { checkId } from './check-id.ts';
import type { Place } from './place.ts';
import { readLabel } from './read-described.ts';
import { readValueSpecs } from './read-value-spec.ts';
import { suggestNearest } from './suggest-nearest.ts';

const EVENT_KEYS = ['from', 'customer', 'time', 'occasion', 'where', 'label', 'description', 'synonyms', 'hidden', 'fields'];
const CUSTOMER_KEYS = ['from', 'key', 'privacy', 'since', 'latestBy', 'columns', 'attributes'];

/** `customers:`. `relations` are the names of sources and views; null when those could not be read. */
export function readCustomers(place: Place, relations: ReadonlySet<string> | null): CustomersSpec | null {
  const map = place.readMap('a mapping such as { from: members, key: member_id }');
  if (map === null) return null;
  map.checkKeys(CUSTOMER_KEYS);
  const from = map.require('from', 'from: members (a source or view)', (child) => readFrom(child, relations));
  const key = map.require('key', 'key: member_id (the column with the customer key)', (child) => child.readText());
  const privacy = map.read('privacy', null, (child) => child.readChoice(PRIVACY_CLASSES));
  return {
    from: from ?? '',
    key: key ?? '',
    ...(privacy === null ? {} : { privacy }),
    since: map.read('since', null, (child) => child.readText()),
    latestBy: map.read('latestBy', null, (child) => child.readText()),
    columns: map.read('columns', 'all', (child) => child.readChoice(['all', 'named'])),
    attributes: map.read('attributes', new Map(), readValueSpecs),
  };
}

/** `events:`, by id. */
export function readEvents(place: Place, relations: ReadonlySet<string> | null): ReadonlyMap<string, EventSpec> | null {
  const map = place.readMap('a mapping of ids to { from: …, customer: …, time: … }');
  if (map === null) return null;
  const events = new Map<string, EventSpec>();
  for (const [id, child] of map.entries) {
    const event = checkId(id, child) ? readEvent(child, relations) : null;
    if (event !== null) events.set(id, event);
  }
  return events;
}

function readEvent(place: Place, relations: ReadonlySet<string> | null): EventSpec | null {
  const map = place.readMap('a mapping such as { from: invoices, customer: CustomerID, time: InvoiceDate }');
  if (map === null) return null;
  map.checkKeys(EVENT_KEYS);
  const from = map.require('from', 'from: invoices (a source or view)', (child) => readFrom(child, relations));
  const customer = map.require('customer', 'customer: CustomerID (the column with the customer key)', (child) =>
    child.readText(),
  );
  const time = map.require('time', 'time: InvoiceDate (the column with the time)', (child) => child.readText());
  return {
    from: from ?? '',
    customer: customer ?? '',
    time: time ?? '',
    occasion: map.read('occasion', [], readOccasion),
    where: map.read('where', null, (child) => child.readText()),
    label: map.read('label', null, readLabel),
    description: map.read('description', null, readLabel),
    synonyms: map.read('synonyms', [], (child) => child.readValueTexts('texts')),
    hidden: map.read('hidden', false, (child) => child.readFlag()),
    fields: map.read('fields', new Map(), readValueSpecs),
  };
}

function readOccasion(place: Place): readonly string[] | null {
  if (place.node.kind !== 'list') {
    const column = place.readText();
    return column === null ? null : [column];
  }
  if (place.node.items.length === 0)
    return place.fail('invalid-value', 'The list is empty; name the columns of an occasion, or leave the key out.');
  const seen = new Set<string>();
  return place.readList('columns', (item) => {
    const column = item.readText();
    if (column !== null && seen.has(column)) return item.fail('invalid-value', `"${column}" is listed twice; keep one.`);
    if (column !== null) seen.add(column);
    return column;
  });
}

function readFrom(place: Place, relations: ReadonlySet<string> | null): string | null {
  const name = place.readText();
  if (name === null || relations === null || relations.has(name)) return name;
  const nearest = suggestNearest(name, relations);
  const hint = nearest === null ? `There are: ${[...relations].join(', ')}.` : `Did you mean "${nearest}"?`;
  return place.fail('unknown-source', `"${name}" is neither a source nor a view. ${hint}`);
}
