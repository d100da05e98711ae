/** The thread of the embedded database has ended, or does not start; `cause` is why. Whoever asks next has it opened again. */
export class EmbeddedLostError extends Error {
  override readonly name = 'EmbeddedLostError';
  /** The database's folder. */
  readonly dir: string;
  /** Whether it was open: else it could not be opened. */
  readonly wasOpen: boolean;

  constructor(dir: string, wasOpen: boolean, cause: unknown) {
    super(cause instanceof Error && cause.message !== '' ? cause.message : String(cause), { cause });
    this.dir = dir;
    this.wasOpen = wasOpen;
  }
}
