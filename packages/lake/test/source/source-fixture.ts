import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { SilhouetteError, type SourceSpec, TimeZone } from '@silhouette/model';
import { type ChdbSession, type IngestSourceResult, ingestSource, type SourceState, sourceSelectSql } from '../../src/index.ts';

/** A workspace folder of one test. */
export class SourceFixture {
  readonly folder: string;
  readonly lakeDir: string;
  private readonly session: ChdbSession;
  private ticks = 0;

  private constructor(session: ChdbSession, folder: string, lakeDir = join(folder, 'lake')) {
    this.session = session;
    this.folder = folder;
    this.lakeDir = lakeDir;
  }

  /** The same folder with its lake elsewhere. */
  withLake(lakeDir: string): SourceFixture {
    return new SourceFixture(this.session, this.folder, lakeDir);
  }

  static async create(session: ChdbSession): Promise<SourceFixture> {
    return new SourceFixture(session, await mkdtemp(join(tmpdir(), 'silhouette-source-')));
  }

  /** Writes a file, each time with a later time of change. */
  async write(path: string, content: string | Uint8Array): Promise<void> {
    const file = join(this.folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
    this.ticks += 1;
    await utimes(file, 1_700_000_000 + this.ticks, 1_700_000_000 + this.ticks);
  }

  ingest(
    spec: Partial<SourceSpec> & { readonly files: readonly string[] },
    previous: SourceState | null = null,
    zone = 'Asia/Seoul',
  ): Promise<IngestSourceResult> {
    const whole: SourceSpec = { format: null, encoding: null, missing: [], gone: 'error', ...spec };
    const state: SourceState | null = previous === null ? null : JSON.parse(JSON.stringify(previous));
    return ingestSource(this.session, {
      name: 'table',
      spec: whole,
      baseDir: this.folder,
      lakeDir: this.lakeDir,
      zone: TimeZone.of(zone),
      previous: state,
    });
  }

  /** Rows as they are shown, in the order of `_row`. */
  rows(state: SourceState, textColumns: readonly string[] = [], zone = 'Asia/Seoul'): Promise<Record<string, unknown>[]> {
    return this.session.query(
      `SELECT * FROM (${sourceSelectSql(state, this.lakeDir, TimeZone.of(zone), textColumns)}) ORDER BY _row`,
    );
  }

  /** Writes one file, brings it in and answers its rows without `_row`. */
  async read(path: string, content: string | Uint8Array, spec: Partial<SourceSpec> = {}): Promise<unknown[]> {
    await this.write(path, content);
    const { state } = await this.ingest({ files: [path], ...spec });
    return (await this.rows(state)).map(({ _row, ...row }) => row);
  }

  /** `code: message` of the error that reading a file throws. */
  async fail(path: string, content: string | Uint8Array, spec: Partial<SourceSpec> = {}): Promise<string> {
    await this.write(path, content);
    return describeFailure(this.ingest({ files: [path], ...spec }));
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** `code: message` of what a promise throws. */
export async function describeFailure(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof SilhouetteError) return `${error.code}: ${error.message}`;
    throw error;
  }
  throw new Error('It was accepted.');
}
