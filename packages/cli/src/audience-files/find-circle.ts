import { listPlainReferences } from '@silhouette/model';
import type { FoundFile } from './folder.ts';

/** A circle that an audience of these files is in by what the files refer to, such as `a`, `b`, `a`; null where there is none. */
export function findCircle(files: ReadonlyMap<string, FoundFile>, id: string): readonly string[] | null {
  const ways: (readonly string[])[] = [[id]];
  const seen = new Set<string>();
  for (let way = ways.pop(); way !== undefined; way = ways.pop()) {
    const file = files.get(way.at(-1) ?? id);
    for (const { id: next } of file === undefined ? [] : listPlainReferences(file.audience.definition)) {
      if (next === id) return [...way, id];
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return null;
}
