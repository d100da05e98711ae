/** What can be wrong with an index. `damaged`: a file is not what was written; `format`: another version wrote it. */
export type IndexErrorCode = 'damaged' | 'format' | 'unknown-column' | 'worker-died' | 'cancelled' | 'closed' | 'too-large';

/** The only error this package throws on purpose; everything else is a mistake of the caller or of ours. */
export class IndexError extends Error {
  override readonly name = 'IndexError';
  readonly code: IndexErrorCode;

  constructor(code: IndexErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
