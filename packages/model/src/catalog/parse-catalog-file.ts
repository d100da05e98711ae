import type { Issue } from '../error.ts';
import { IssueList } from '../issue-list.ts';
import { TimeZone } from '../time/time-zone.ts';
import type { CatalogFile, NowRule } from './catalog-file.ts';
import { checkId } from './check-id.ts';
import { Place, type PlaceMap } from './place.ts';
import { readComputed } from './read-computed.ts';
import { readCustomers, readEvents } from './read-events.ts';
import { readNow } from './read-now.ts';
import { readSources } from './read-sources.ts';
import { readYamlTree } from './yaml-tree.ts';

/** The catalog file, or everything that is wrong with it. */
export type CatalogFileResult =
  | { readonly ok: true; readonly catalogFile: CatalogFile }
  | { readonly ok: false; readonly issues: readonly Issue[] };

const KEYS = [
  'silhouette',
  'name',
  'timeZone',
  'currency',
  'now',
  'sources',
  'views',
  'customers',
  'events',
  'computed',
  'panels',
];
const LATEST: NowRule = { kind: 'latest' };
const EXAMPLE = `silhouette: 1
name: My shop
timeZone: Asia/Seoul
sources:
  orders: { files: ["orders.csv"] }
events:
  purchase: { from: orders, customer: customer_id, time: ordered_at }`;

/**
 * Reads the text of `silhouette.yaml` and checks all that can be checked without data; every issue names its place and
 * line. Columns, SQL and ids that depend on inferred types are checked at load.
 */
export function parseCatalogFile(text: string): CatalogFileResult {
  const read = readYamlTree(text.startsWith('\uFEFF') ? text.slice(1) : text);
  if (!read.ok) return { ok: false, issues: capIssues(read.issues) };
  const issues: Issue[] = [];
  const isEmpty = read.tree === null || (read.tree.kind === 'scalar' && read.tree.type === 'null');
  if (read.tree === null || isEmpty) {
    const message = `The catalog file is empty. Begin with:\n${EXAMPLE}`;
    return { ok: false, issues: [{ path: '', code: 'invalid-catalog', message }] };
  }
  const map = new Place(read.tree, '', issues).readMap('a mapping that begins with "silhouette: 1"');
  const catalogFile = map === null ? null : readFile(map);
  return catalogFile === null || issues.length > 0 ? { ok: false, issues: capIssues(issues) } : { ok: true, catalogFile };
}

function readFile(map: PlaceMap): CatalogFile | null {
  map.checkKeys(KEYS);
  map.require('silhouette', 'silhouette: 1 (the version of this file), as its first line', readVersion);
  const timeZone = map.require('timeZone', 'timeZone: Asia/Seoul (days, weeks and months are local to it)', readTimeZone);
  const sources = map.require('sources', 'sources: { orders: { files: ["orders.csv"] } }', readSources);
  const sourceNames = keysOf(map, 'sources');
  const views = map.read('views', new Map<string, string>(), (place) => readViews(place, sourceNames));
  const relations = sourceNames.size === 0 ? null : new Set([...sourceNames, ...keysOf(map, 'views')]);
  const customers = map.read('customers', null, (place) => readCustomers(place, relations));
  const events = map.read('events', new Map(), (place) => readEvents(place, relations));
  if (!map.entries.has('customers') && keysOf(map, 'events').size === 0) {
    map.place.fail(
      'missing-key',
      'Neither "customers" nor "events" is there: say where customers come from, such as events: { purchase: { from: orders, customer: customer_id, time: ordered_at } }.',
    );
  }
  const computed = map.read('computed', { standard: false, attributes: new Map() }, (place) =>
    readComputed(place, keysOf(map, 'events')),
  );
  const catalogFile = {
    name: map.read('name', 'Silhouette', (place) => place.readText()),
    currency: map.read('currency', null, readCurrency),
    now: map.read('now', LATEST, (place) => readNow(place, timeZone)),
    sources: sources ?? new Map(),
    views,
    customers,
    events,
    computed,
    panels: map.read('panels', null, (place) => place.readValueTexts('attribute ids')),
  };
  checkClashes(map, catalogFile);
  return timeZone === null ? null : { ...catalogFile, timeZone };
}

/** A file that is no catalog at all is not told so a hundred thousand times. */
function capIssues(issues: readonly Issue[]): readonly Issue[] {
  const list = new IssueList('invalid-catalog');
  for (const issue of issues) list.add(issue);
  return list.issues;
}

function readVersion(place: Place): true | null {
  if (place.node.kind === 'scalar' && place.node.text === '1') return true;
  return place.fail('invalid-value', 'This program reads version 1 of the catalog file: write silhouette: 1.');
}

function readTimeZone(place: Place): TimeZone | null {
  const text = place.readText();
  if (text === null) return null;
  return (
    TimeZone.find(text) ??
    place.fail('invalid-value', `"${text}" is not an IANA time zone; write one such as Asia/Seoul or Europe/London.`)
  );
}

function readCurrency(place: Place): string | null {
  const text = place.readText();
  if (text === null || /^[A-Z]{3}$/.test(text)) return text;
  return place.fail('invalid-value', `"${text}" is not a currency; write its three capital letters, such as KRW or GBP.`);
}

function readViews(place: Place, sources: ReadonlySet<string>): ReadonlyMap<string, string> | null {
  const map = place.readMap('a mapping of names to SQL');
  if (map === null) return null;
  const views = new Map<string, string>();
  for (const [name, child] of map.entries) {
    if (sources.has(name))
      child.fail('clashing-id', `"${name}" is already a source (sources.${name}); give the view another name.`);
    const sql = checkId(name, child) ? child.readText() : null;
    if (sql !== null) views.set(name, sql);
  }
  return views;
}

function checkClashes(map: PlaceMap, file: Pick<CatalogFile, 'customers' | 'computed'>): void {
  const place = map.entries.get('computed');
  if (place?.node.kind !== 'map' || file.customers === null) return;
  const computed = place.readMap('a mapping');
  for (const id of file.computed.attributes.keys()) {
    if (!file.customers.attributes.has(id)) continue;
    computed?.entries
      .get(id)
      ?.fail('clashing-id', `"${id}" is already an attribute (customers.attributes.${id}); give one of the two another id.`);
  }
}

/** Keys of a mapping, whether or not what they hold is right: one mistake is not reported again wherever its name is used. */
function keysOf(map: PlaceMap, key: string): ReadonlySet<string> {
  const node = map.entries.get(key)?.node;
  return new Set(node?.kind === 'map' ? node.entries.keys() : []);
}
