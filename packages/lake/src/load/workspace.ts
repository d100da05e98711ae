import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SilhouetteError } from '@silhouette/model';

/** Name of the catalog file in a workspace. */
export const CATALOG_FILE_NAME = 'silhouette.yaml';

/** The folders of one workspace; absolute paths. All but the catalog file may not exist yet. */
export interface Workspace {
  readonly dir: string;
  readonly catalogPath: string;
  /** Parquet and manifest: the system of record. */
  readonly lakeDir: string;
  /** Derived from the lake, may be deleted. */
  readonly indexDir: string;
  /** The embedded database. */
  readonly stateDir: string;
  /** Accepted, not yet in the lake. */
  readonly spoolDir: string;
}

/** Where a workspace is looked for: `--workspace`, then `SILHOUETTE_WORKSPACE`, then the current folder. */
export interface WorkspaceSearch {
  readonly option: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/**
 * The workspace of a folder.
 * @throws catalog-missing without a folder or a `silhouette.yaml` in it; invalid-option for an `s3://` address.
 */
export function openWorkspace(dir: string): Workspace {
  const workspace = describeWorkspace(dir);
  if (!existsSync(workspace.dir) || !statSync(workspace.dir).isDirectory()) {
    throw SilhouetteError.of(
      'catalog-missing',
      `There is no folder "${workspace.dir}". Make a workspace there with: silhouette init ${workspace.dir}`,
    );
  }
  if (!existsSync(workspace.catalogPath)) {
    throw SilhouetteError.of(
      'catalog-missing',
      `"${workspace.dir}" has no ${CATALOG_FILE_NAME}, so it is no workspace. Make one with: silhouette init ${workspace.dir} FILE…, or name another folder with --workspace.`,
    );
  }
  return workspace;
}

/** The paths a workspace in `dir` has, whether or not there is one (for `init`). @throws invalid-option for `s3://`. */
export function describeWorkspace(dir: string): Workspace {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(dir)) {
    throw SilhouetteError.of(
      'invalid-option',
      `A workspace on "${dir}" cannot be used: this version keeps the lake in a local folder. Sources may lie on s3://; give a local folder as the workspace.`,
    );
  }
  const root = resolve(dir);
  return {
    dir: root,
    catalogPath: join(root, CATALOG_FILE_NAME),
    lakeDir: join(root, 'lake'),
    indexDir: join(root, 'index'),
    stateDir: join(root, 'state'),
    spoolDir: join(root, 'spool'),
  };
}

/** The workspace that a command or server is to use. @throws as {@link openWorkspace}. */
export function findWorkspace({ option, env, cwd }: WorkspaceSearch): Workspace {
  const fromEnv = env.SILHOUETTE_WORKSPACE;
  const dir = option ?? (fromEnv === undefined || fromEnv === '' ? cwd : fromEnv);
  return openWorkspace(/^[a-z][a-z0-9+.-]*:\/\//i.test(dir) ? dir : resolve(cwd, dir));
}
