import { formatCount, formatDuration } from './format.ts';
import { cutText } from './table.ts';
import type { Terminal } from './terminal.ts';

/** A moment of a long piece of work. */
export interface ProgressMoment {
  readonly stage: string;
  /** Rows (or other items) done in this stage; null when not counted. */
  readonly rows: number | null;
  /** Share of the stage done, 0-1; null when not known. */
  readonly fraction: number | null;
}

const QUIET_MS = 1000;
const FRAME_MS = 100;
const BAR_CELLS = 24;

/** Shows progress on the message stream: a moving bar on a terminal, one line a stage elsewhere; nothing in the first second. */
export class ProgressBar {
  private readonly terminal: Terminal;
  private readonly startedAtMs = performance.now();
  private stage = '';
  private stageStartedAtMs = performance.now();
  private shownAtMs = 0;
  private shown = false;

  constructor(terminal: Terminal) {
    this.terminal = terminal;
  }

  /** Takes a moment in; cheap enough to be called often. */
  update(moment: ProgressMoment): void {
    const nowMs = performance.now();
    const fresh = moment.stage !== this.stage;
    if (fresh) {
      this.stage = moment.stage;
      this.stageStartedAtMs = nowMs;
    }
    if (nowMs - this.startedAtMs < QUIET_MS) return;
    if (!this.terminal.errIsTty) {
      if (fresh) this.terminal.err.write(`${moment.stage} …\n`);
      return;
    }
    if (!fresh && nowMs - this.shownAtMs < FRAME_MS) return;
    this.shownAtMs = nowMs;
    this.shown = true;
    this.terminal.err.write(`\r\x1b[2K${cutText(this.line(moment, nowMs), this.terminal.width - 1)}`);
  }

  /** Takes the bar away. */
  end(): void {
    if (this.shown) this.terminal.err.write('\r\x1b[2K');
    this.shown = false;
  }

  private line(moment: ProgressMoment, nowMs: number): string {
    const elapsedMs = nowMs - this.stageStartedAtMs;
    const parts = [moment.stage];
    if (moment.fraction !== null) {
      const cells = Math.round(Math.min(Math.max(moment.fraction, 0), 1) * BAR_CELLS);
      parts.push(`${'█'.repeat(cells)}${'░'.repeat(BAR_CELLS - cells)} ${Math.floor(moment.fraction * 100)} %`);
    }
    if (moment.rows !== null && moment.rows > 0) {
      parts.push(`${formatCount(moment.rows)} rows`);
      if (elapsedMs > 500) parts.push(`${formatCount(Math.round(moment.rows / (elapsedMs / 1000)))} rows/s`);
    }
    if (moment.fraction !== null && moment.fraction > 0.02)
      parts.push(`${formatDuration(elapsedMs / moment.fraction - elapsedMs)} left`);
    return parts.join('  ');
  }
}
