import type { SourceFile } from './find-source-files.ts';
import type { IngestSourceOptions } from './ingest-source-options.ts';

const INTERVAL_MS = 200;

/** Tells how far the reading of a source's changed files has come, not more often than five times a second. */
export class ProgressMeter {
  private readonly options: IngestSourceOptions;
  private readonly bytesTotal: number;
  private bytesDone = 0;
  private rows = 0;
  private toldAtMs = 0;

  constructor(options: IngestSourceOptions, files: readonly SourceFile[]) {
    this.options = options;
    this.bytesTotal = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  }

  /** `bytesRead` bytes of `file` have been read; a second reading of the same file changes nothing. */
  readBytes(file: SourceFile, bytesRead: number): void {
    const nowMs = performance.now();
    if (nowMs - this.toldAtMs < INTERVAL_MS) return;
    this.tell(file, Math.min(bytesRead, file.sizeBytes));
    this.toldAtMs = nowMs;
  }

  /** `file` is done. */
  endFile(file: SourceFile, rows: number): void {
    this.bytesDone += file.sizeBytes;
    this.rows += rows;
    this.tell(file, 0);
  }

  private tell(file: SourceFile, bytesOfFile: number): void {
    this.options.progress?.({
      source: this.options.name,
      file: file.path,
      bytesRead: this.bytesDone + bytesOfFile,
      bytesTotal: this.bytesTotal,
      rows: this.rows,
    });
  }
}
