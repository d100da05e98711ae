/** A moment of a load. */
export interface LoadProgress {
  /** What is being done, in words. */
  readonly stage: string;
  /** Rows done in this stage. */
  readonly rows: number;
  /** Null in the stage's first moment. */
  readonly rowsPerSecond: number | null;
  /** Share of the stage done, 0-1; null when not known. */
  readonly fraction: number | null;
}

/** Tells how a load goes on; without a listener it does nothing. */
export class ProgressTeller {
  private readonly listener: ((progress: LoadProgress) => void) | undefined;
  private stage = '';
  private startedAt = 0;

  constructor(listener: ((progress: LoadProgress) => void) | undefined) {
    this.listener = listener;
  }

  /** `rows` of the stage are done so far. */
  tell(stage: string, rows: number, fraction: number | null): void {
    const now = performance.now();
    if (stage !== this.stage) {
      this.stage = stage;
      this.startedAt = now;
    }
    const seconds = (now - this.startedAt) / 1000;
    this.listener?.({ stage, rows, rowsPerSecond: seconds > 0.05 ? rows / seconds : null, fraction });
  }
}
