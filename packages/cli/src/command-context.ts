import { findWorkspace, readCurrentSnapshot, readSnapshot, type Snapshot, type Workspace } from '@silhouette/lake';
import { SilhouetteError } from '@silhouette/model';
import { print, type Terminal } from './terminal/terminal.ts';

/** What every command is given. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
}

/** Options every command takes. */
export interface CommonOptions {
  readonly workspace?: string;
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** The workspace that a command is about: the option, the variable, or the current folder. */
export function openCommandWorkspace(context: CommandContext, options: CommonOptions): Workspace {
  return findWorkspace({ option: options.workspace ?? null, env: context.env, cwd: context.cwd });
}

/** The snapshot of an id, or the current one. @throws SilhouetteError `lake-missing`, `snapshot-gone`. */
export async function openCommandSnapshot(workspace: Workspace, id: string | undefined): Promise<Snapshot> {
  const snapshot = id === undefined ? await readCurrentSnapshot(workspace) : await readSnapshot(workspace, id);
  if (snapshot === null) {
    throw SilhouetteError.of('lake-missing', `Nothing has been loaded in ${workspace.dir} yet; run "silhouette load" there.`);
  }
  return snapshot;
}

/** Prints the one JSON document of `--json`. */
export function printJson(context: CommandContext, document: unknown): void {
  print(context.terminal, JSON.stringify(document));
}
