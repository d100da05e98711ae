import { readErasedKeys, type Workspace } from '@silhouette/lake';
import { ErasureFolder } from './erasure-folder.ts';

/** How the erasures of a workspace stand. */
export interface ErasuresExamination {
  /** Customers that no load takes in again. */
  readonly customers: number;
  /** Requests that are not done. */
  readonly open: number;
}

/** Looks at the erasures of a workspace. @throws SilhouetteError `erasure-broken`. */
export function examineErasures(workspace: Workspace): ErasuresExamination {
  return { customers: readErasedKeys(workspace).count, open: new ErasureFolder(workspace.stateDir).listOpen().length };
}
