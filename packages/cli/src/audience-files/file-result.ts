import type { Label } from '@silhouette/model';

/** Two that do not fit together: what the file says and what is saved. */
export interface FileConflict {
  readonly reason: 'both-changed' | 'no-version' | 'deleted';
  readonly file: { readonly version: number | null; readonly sentence: Label | null; readonly definition: unknown };
  /** Null: it was deleted. */
  readonly saved: {
    readonly version: number;
    readonly by: string;
    readonly at: string;
    readonly sentence: Label | null;
    readonly definition: unknown;
  } | null;
}

/**
 * What became of one audience: `same`; pulled as a `new` or `updated` file, or `kept` because only the file was changed;
 * pushed as `created` or `saved`; `unknown`: a file of an audience that is not saved; `conflict`: nothing was done;
 * `forced`: one was replaced by the other, which `conflict` shows.
 */
export interface FileResult {
  readonly id: string;
  readonly file: string;
  readonly outcome: 'same' | 'new' | 'updated' | 'kept' | 'created' | 'saved' | 'unknown' | 'conflict' | 'forced';
  /** The version that the file now stands for; null for none. */
  readonly version: number | null;
  readonly conflict: FileConflict | null;
}
