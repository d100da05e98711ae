import { isPlainList, isPlainObject, type PlainValue } from '@silhouette/model';
import type { FoundFile } from './folder.ts';

/** A circle that an audience of these files is in by what the files refer to, such as `a`, `b`, `a`; null where there is none. */
export function findCircle(files: ReadonlyMap<string, FoundFile>, id: string): readonly string[] | null {
  const ways: (readonly string[])[] = [[id]];
  const seen = new Set<string>();
  for (let way = ways.pop(); way !== undefined; way = ways.pop()) {
    const file = files.get(way.at(-1) ?? id);
    for (const next of file === undefined ? [] : listReferences(file.audience.definition)) {
      if (next === id) return [...way, id];
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return null;
}

/** Ids of the audiences that a definition refers to; it may be no definition. */
function listReferences(definition: PlainValue): ReadonlySet<string> {
  const ids = new Set<string>();
  const open: PlainValue[] = [definition];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (isPlainList(value)) for (const item of value) open.push(item);
    if (!isPlainObject(value)) continue;
    if (typeof value.audience === 'string') ids.add(value.audience);
    for (const part of Object.values(value)) open.push(part);
  }
  return ids;
}
