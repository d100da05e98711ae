import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ExportFolder } from './export-folder.ts';

/** What lies in a workspace's folder of exports. */
export interface ExportsExamination {
  readonly dir: string;
  /** Whole files. */
  readonly files: number;
  readonly bytes: number;
  /** Files that are being written, or that a killed server left; the next one that runs sweeps those. */
  readonly unfinished: number;
  readonly unfinishedBytes: number;
  /** Whether anybody but the owner may look inside. */
  readonly isOpenToOthers: boolean;
}

/** Looks into the folder of exports; null where nothing was ever exported. @throws what the file system says when it cannot be read */
export function examineExports(stateDir: string): ExportsExamination | null {
  const { dir } = new ExportFolder(stateDir);
  const found = lstatSync(dir, { throwIfNoEntry: false });
  if (found === undefined) return null;
  const sizes = readdirSync(dir)
    .filter((name) => /\.(csv|parquet)(\.partial(\.rows)?)?$/.test(name))
    .map((name) => ({ isWhole: !name.includes('.partial'), bytes: lstatSync(join(dir, name)).size }));
  const sum = (isWhole: boolean) => sizes.filter((one) => one.isWhole === isWhole).reduce((bytes, one) => bytes + one.bytes, 0);
  return {
    dir,
    files: sizes.filter(({ isWhole }) => isWhole).length,
    bytes: sum(true),
    unfinished: sizes.filter(({ isWhole }) => !isWhole).length,
    unfinishedBytes: sum(false),
    isOpenToOthers: (found.mode & 0o077) !== 0,
  };
}
