import { join } from 'node:path';
import { readCheckedText, writeCheckedText } from './checked-text.ts';
import { syncFile } from './volume-writer.ts';

/** What a folder of an index holds. */
export interface IndexManifest {
  readonly shards: readonly ShardManifest[];
  /** The writer's own facts, kept as they are. */
  readonly about: unknown;
}

/** One shard: positions 0 … places-1 within it, its volumes by name. */
export interface ShardManifest {
  readonly places: number;
  readonly volumes: readonly string[];
}

const NAME = 'manifest.json';

/** Writes the manifest, last of all: a folder without one is no index. */
export function writeManifest(dir: string, manifest: IndexManifest): void {
  writeCheckedText(join(dir, NAME), manifest);
  syncFile(join(dir, NAME));
  syncFile(dir);
}

/** @throws IndexError `damaged` (also where there is none), `format` */
export function readManifest(dir: string): IndexManifest {
  // The text was checked to be what writeManifest wrote.
  return readCheckedText(join(dir, NAME)) as IndexManifest;
}
