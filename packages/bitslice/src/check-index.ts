import { readManifest } from './format/manifest.ts';
import { VolumeReader } from './format/volume-reader.ts';
import { IndexError } from './index-error.ts';

/** What a check of an index found. */
export interface IndexCheck {
  readonly segments: number;
  readonly bytes: number;
  /** Messages of everything that is not what was written; empty when all is well. */
  readonly problems: readonly string[];
}

/** Looks at manifest, directories and file sizes of an index; `deep`: reads every segment and compares its checksum, too. */
export function checkIndex(dir: string, deep: boolean): IndexCheck {
  const problems: string[] = [];
  let segments = 0;
  let bytes = 0;
  const attempt = (task: () => void): void => {
    try {
      task();
    } catch (error) {
      if (!(error instanceof IndexError)) throw error;
      problems.push(error.message);
    }
  };
  attempt(() => {
    for (const volume of readManifest(dir).shards.flatMap((shard) => shard.volumes)) {
      attempt(() => {
        const reader = new VolumeReader(dir, volume);
        try {
          for (const segment of reader.segments) {
            segments += 1;
            bytes += segment.bytes;
            if (deep) attempt(() => reader.read(segment, new Uint8Array(segment.bytes)));
          }
        } finally {
          reader.close();
        }
      });
    }
  });
  return { segments, bytes, problems };
}
