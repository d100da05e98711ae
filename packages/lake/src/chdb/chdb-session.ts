import { availableParallelism } from 'node:os';
import { type ErrorCode, SilhouetteError } from '@silhouette/model';
import type { Session } from 'chdb';
import { acquireEngine, connectEngine, releaseEngine } from './chdb-engine.ts';
import { wrapChdbError } from './chdb-error.ts';
import { checkWrittenFiles } from './check-written-files.ts';
import { findPlaceholders, type QueryParameters, setParametersSql } from './query-parameters.ts';

/** How a session is opened. */
export interface ChdbSessionOptions {
  /** Folder for ClickHouse's temporary files; the system's when absent. The first session of a process decides. */
  readonly tempParent?: string;
  /** Threads of one query; the machine's cores when absent. */
  readonly maxThreads?: number;
  /** Most bytes one query may use, beyond which sorts and groupings go to disk and then fail; absent: unlimited. */
  readonly memoryLimitBytes?: number;
  /** Further ClickHouse settings of every query, by name. */
  readonly settings?: Readonly<Record<string, string | number>>;
  /** Most queries that run at once (streams come on top), others wait; 4 when absent. */
  readonly maxConcurrent?: number;
}

interface Lane {
  readonly connection: Session;
  /** Parameters that this connection has been given so far: they stay until set anew. */
  readonly parameterNames: Set<string>;
}

/**
 * The embedded ClickHouse, safe to use from many places at once: each connection runs one statement at a time, so
 * queries take a free one or wait. Statements share tables (any `CREATE TABLE`), not `SET` or temporary tables.
 * Rows come in ClickHouse's JSON: 64-bit integers and decimals as exact strings, NaN and infinities null, times in UTC.
 */
export class ChdbSession {
  /** ClickHouse's folder; goes with the last session of the process. */
  readonly tempFolder: string;
  private readonly settings: readonly string[];
  private readonly maxConcurrent: number;
  private readonly lanes = new Set<Lane>();
  private readonly idle: Lane[] = [];
  private readonly waiting: (() => void)[] = [];
  private running = 0;
  private inUse = 0;
  private whenUnused: (() => void) | null = null;
  private closing: Promise<void> | null = null;

  private constructor(tempFolder: string, options: ChdbSessionOptions) {
    this.tempFolder = tempFolder;
    this.settings = listSettings(options);
    this.maxConcurrent = options.maxConcurrent ?? 4;
  }

  /** Opens a session. Sweeps the temporary folders of processes that died. @throws engine-failed, disk-full */
  static async open(options: ChdbSessionOptions = {}): Promise<ChdbSession> {
    let folder: string;
    try {
      folder = await acquireEngine(options.tempParent ?? null);
    } catch (error) {
      throw wrapChdbError(error);
    }
    return new ChdbSession(folder, options);
  }

  /** All rows of a query. The caller vouches that `T` is the shape of its rows. @throws disk-full, sql-limit, `failCode` */
  async query<T = Record<string, unknown>>(sql: string, params: QueryParameters = {}, failCode?: ErrorCode): Promise<T[]> {
    const text = await this.run(sql, params, 'JSONEachRow', failCode);
    // ClickHouse writes one JSON object a line; which columns they have is the caller's own SQL.
    return text === ''
      ? []
      : (text
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line)) as T[]);
  }

  /** Runs a statement for its effect; a Parquet file it writes is checked to be whole. @throws disk-full, sql-limit, `failCode` */
  async execute(sql: string, params: QueryParameters = {}, failCode?: ErrorCode): Promise<void> {
    await this.run(sql, params, 'Null', failCode);
    await checkWrittenFiles(sql);
  }

  /**
   * The result of a SELECT as chunks of bytes in a ClickHouse format, in bounded memory; each chunk holds whole rows.
   * Ending the loop early ends the query. @throws disk-full, sql-limit, `failCode`
   */
  async *stream(
    sql: string,
    params: QueryParameters = {},
    format = 'JSONEachRow',
    failCode?: ErrorCode,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    // Not counted among the running: whoever reads a stream may ask queries meanwhile, and must not wait for itself.
    const lane = await this.takeLane(sql, params);
    try {
      await this.setParameters(lane, params);
      for await (const chunk of lane.connection.queryStream(sql, { format })) {
        if (chunk.numBytes > 0) yield chunk.raw();
      }
    } catch (error) {
      throw wrapChdbError(error, failCode);
    } finally {
      this.returnLane(lane);
    }
  }

  /** Ends the session after its running queries; safe to call twice. */
  close(): Promise<void> {
    this.closing ??= this.closeLanes();
    return this.closing;
  }

  private async run(sql: string, params: QueryParameters, format: string, failCode?: ErrorCode): Promise<string> {
    await this.enter();
    try {
      const lane = await this.takeLane(sql, params);
      try {
        await this.setParameters(lane, params);
        return (await lane.connection.queryAsync(sql, { format })).text();
      } catch (error) {
        throw wrapChdbError(error, failCode);
      } finally {
        this.returnLane(lane);
      }
    } finally {
      this.leave();
    }
  }

  private enter(): Promise<void> | undefined {
    if (this.running < this.maxConcurrent) {
      this.running += 1;
      return undefined;
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private leave(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.running -= 1;
    else next();
  }

  private async takeLane(sql: string, params: QueryParameters): Promise<Lane> {
    if (this.closing !== null) {
      throw SilhouetteError.of('engine-failed', 'The embedded ClickHouse is being closed; nothing more can be asked of it.');
    }
    const placeholders = findPlaceholders(sql);
    // A parameter that was set for an earlier statement would fill a placeholder left without a value.
    const position = this.idle.findIndex(({ parameterNames }) =>
      [...placeholders].every((name) => Object.hasOwn(params, name) || !parameterNames.has(name)),
    );
    const [lane] = position < 0 ? [] : this.idle.splice(position, 1);
    const taken = lane ?? this.addLane();
    this.inUse += 1;
    return taken;
  }

  private addLane(): Lane {
    try {
      const lane = { connection: connectEngine(this.tempFolder, this.settings), parameterNames: new Set<string>() };
      this.lanes.add(lane);
      return lane;
    } catch (error) {
      throw wrapChdbError(error);
    }
  }

  private async setParameters(lane: Lane, params: QueryParameters): Promise<void> {
    const names = Object.keys(params);
    if (names.length === 0) return;
    await lane.connection.queryAsync(setParametersSql(params));
    for (const name of names) lane.parameterNames.add(name);
  }

  private returnLane(lane: Lane): void {
    this.inUse -= 1;
    this.idle.push(lane);
    if (this.inUse === 0) this.whenUnused?.();
  }

  private async closeLanes(): Promise<void> {
    if (this.inUse > 0) {
      await new Promise<void>((resolve) => {
        this.whenUnused = resolve;
      });
    }
    for (const lane of this.lanes) lane.connection.close();
    this.lanes.clear();
    await releaseEngine();
  }
}

function listSettings({ maxThreads, memoryLimitBytes, settings: further = {} }: ChdbSessionOptions): string[] {
  const settings: Record<string, string | number> = {
    max_threads: maxThreads ?? availableParallelism(),
    session_timezone: 'UTC',
    join_use_nulls: 1,
    output_format_json_quote_64bit_integers: 1,
    output_format_json_quote_decimals: 1,
    output_format_json_quote_denormals: 0,
    output_format_json_escape_forward_slashes: 0,
    input_format_parquet_preserve_order: 1,
    // Times without zone keep a type without one.
    input_format_parquet_local_time_as_utc: 0,
    // Parameters of 100,000 keys and predicates of 10,000 nodes are legal.
    max_query_size: 1_000_000_000,
    max_ast_elements: 10_000_000,
    max_expanded_ast_elements: 10_000_000,
    max_ast_depth: 100_000,
    max_parser_depth: 10_000,
    max_parser_backtracks: 0,
    // Compiling an expression takes longer than most queries, and has been a source of wrong results.
    compile_expressions: 0,
    // A mapped file that shrinks while it is read would end the process.
    storage_file_read_method: 'pread',
  };
  if (memoryLimitBytes !== undefined) {
    settings.max_memory_usage = memoryLimitBytes;
    settings.max_bytes_before_external_group_by = Math.floor(memoryLimitBytes / 2);
    settings.max_bytes_before_external_sort = Math.floor(memoryLimitBytes / 2);
  }
  return Object.entries({ ...settings, ...further }).map(([name, value]) => `--${name}=${value}`);
}
