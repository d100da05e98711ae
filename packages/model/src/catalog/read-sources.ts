import type { SourceSpec } from './catalog-file.ts';
import { checkId } from './check-id.ts';
import type { Place, PlaceMap } from './place.ts';

const FORMATS = ['csv', 'tsv', 'jsonl', 'parquet'] as const;
const GONE = ['error', 'keep', 'drop'] as const;

/** `sources:`, by name. */
export function readSources(place: Place): ReadonlyMap<string, SourceSpec> | null {
  const map = place.readMap('a mapping of names to { files: […] }');
  if (map === null) return null;
  if (map.entries.size === 0)
    return place.fail('missing-key', 'At least one source is wanted, such as invoices: { files: ["invoices.csv"] }.');
  const sources = new Map<string, SourceSpec>();
  for (const [name, child] of map.entries) {
    const source = checkId(name, child) ? readSource(child) : null;
    if (source !== null) sources.set(name, source);
  }
  return sources;
}

function readSource(place: Place): SourceSpec | null {
  const map = place.readMap('a mapping such as { files: ["invoices.csv"] }');
  if (map === null) return null;
  map.checkKeys(['files', 'format', 'encoding', 'missing', 'gone']);
  const files = map.require('files', 'files: ["invoices.csv"]', readFiles);
  const source: SourceSpec = {
    files: files ?? [],
    format: map.read('format', null, (child) => child.readChoice(FORMATS)),
    encoding: map.read('encoding', null, (child) => child.readText()),
    missing: map.read('missing', [], (child) => child.readValueTexts('texts that mean missing')),
    gone: map.read('gone', 'error', (child) => child.readChoice(GONE)),
  };
  checkEncoding(map, source);
  return source;
}

function readFiles(place: Place): readonly string[] | null {
  const files = place.readList('paths', (item) => item.readText());
  if (files !== null && place.node.kind === 'list' && place.node.items.length === 0) {
    return place.fail('invalid-value', 'The list is empty; name at least one file, such as ["invoices.csv"].');
  }
  return files;
}

function checkEncoding(map: PlaceMap, source: SourceSpec): void {
  if (source.format !== 'parquet') return;
  map.entries.get('encoding')?.fail('invalid-value', 'Parquet files have no encoding; remove the key.');
}
