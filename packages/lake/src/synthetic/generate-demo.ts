import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { parseDay, SilhouetteError } from '@silhouette/model';
import { ChdbSession } from '../chdb/chdb-session.ts';
import { fileSql, newFileSql } from '../chdb/sql-text.ts';
import { selectAppOpens, selectCampaignSends, selectVisits } from './activity-sql.ts';
import type { DemoChunk } from './customer-sql.ts';
import { writeDemoCatalog } from './demo-catalog.ts';
import { selectCalls, selectReturns, selectReviews } from './follow-ups-sql.ts';
import { selectMembers } from './members-sql.ts';
import { selectPurchases } from './purchases-sql.ts';
import { buildSeason, FIRST_DEMO_END, LAST_DEMO_END } from './season.ts';

/** The tables of the demo, as folders of `data/`. */
export const DEMO_TABLES = [
  'members',
  'purchases',
  'returns',
  'visits',
  'app_opens',
  'reviews',
  'calls',
  'campaign_sends',
] as const;
/** One of {@link DEMO_TABLES}. */
export type DemoTable = (typeof DEMO_TABLES)[number];

/** Most customers a demo may have. */
export const MAX_DEMO_CUSTOMERS = 15_000_000;
/** Customers when none are asked for. */
export const DEFAULT_DEMO_CUSTOMERS = 200_000;
/** Events a customer has on average (all kinds, measured) where nothing thins them out. */
const EVENTS_PER_CUSTOMER = 18;
/** About so many events at most when none are asked for: a demo of millions of customers is thinner, so that it fits a machine. */
const DEFAULT_MOST_EVENTS = 100_000_000;
/** The last day when none is asked for. */
export const DEFAULT_DEMO_END = '2026-10-31';

/** What to make. */
export interface DemoOptions {
  /** Workspace folder; made when absent. */
  readonly dir: string;
  /** 1 to {@link MAX_DEMO_CUSTOMERS}; {@link DEFAULT_DEMO_CUSTOMERS} when absent. */
  readonly customers?: number;
  /** About so many events in all; when absent 18 for each customer, at most 100 million. More than 18 each are not made. */
  readonly events?: number;
  /** Whole number from 0; 1 when absent. Same seed, end and number of customers: same rows, in the same order. */
  readonly seed?: number;
  /** The last of the three years' days, `yyyy-mm-dd`; {@link DEFAULT_DEMO_END} when absent. Nothing is read from the clock. */
  readonly end?: string;
  /** Chunks made at once; the machine's cores when absent. */
  readonly threads?: number;
  /** Customers of one file; by size when absent. Changes the files, not the rows or their order. */
  readonly chunkCustomers?: number;
  readonly progress?: (progress: DemoProgress) => void;
  /** Stops between files; what was made so far is removed. */
  readonly signal?: AbortSignal;
}

/** How far it is. */
export interface DemoProgress {
  readonly customersDone: number;
  readonly customers: number;
  readonly filesWritten: number;
  readonly files: number;
  readonly elapsedMs: number;
}

/** What was made. */
export interface DemoResult {
  readonly dir: string;
  readonly customers: number;
  readonly seed: number;
  /** The last day. */
  readonly end: string;
  /** The workspace already held exactly this demo: nothing was written. */
  readonly reused: boolean;
  readonly elapsedMs: number;
}

/**
 * Makes a workspace with a synthetic Korean beauty retailer: Parquet files of members and their events, and a catalog.
 * The files appear all at once, the catalog last. A folder that already holds this very demo is left as it is.
 * @throws workspace-exists where there is another workspace, invalid-option, disk-full
 */
export async function generateDemo(options: DemoOptions): Promise<DemoResult> {
  const startedAtMs = performance.now();
  const plan = readPlan(options);
  const { dir, customers, seed, end } = plan;
  const describe = (reused: boolean): DemoResult => ({
    dir,
    customers,
    seed,
    end,
    reused,
    elapsedMs: performance.now() - startedAtMs,
  });
  if (await holdsDemo(plan)) return describe(true);

  const partial = join(dir, 'data.partial');
  await mkdir(dir, { recursive: true });
  await rm(partial, { recursive: true, force: true });
  try {
    for (const table of DEMO_TABLES) await mkdir(join(partial, table), { recursive: true });
    await writeTables(plan, partial, options, startedAtMs);
    await writeFile(join(partial, 'demo.json'), describeDemo(plan));
    await rm(join(dir, 'data'), { recursive: true, force: true });
    await rename(partial, join(dir, 'data'));
    const catalog = join(dir, 'silhouette.yaml');
    await writeFile(`${catalog}.partial`, writeDemoCatalog(plan));
    await rename(`${catalog}.partial`, catalog);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
  return describe(false);
}

interface DemoPlan {
  readonly dir: string;
  readonly customers: number;
  /** Share of the activity that is made, 0-1. */
  readonly density: number;
  readonly seed: number;
  readonly end: string;
  readonly endDay: number;
  readonly threads: number;
  readonly chunkCustomers: number;
}

function readPlan(options: DemoOptions): DemoPlan {
  const customers = options.customers ?? DEFAULT_DEMO_CUSTOMERS;
  const seed = options.seed ?? 1;
  const end = options.end ?? DEFAULT_DEMO_END;
  const endDay = parseDay(end);
  const fullEvents = customers * EVENTS_PER_CUSTOMER;
  const events = options.events ?? Math.min(fullEvents, DEFAULT_MOST_EVENTS);
  if (!Number.isInteger(customers) || customers < 1 || customers > MAX_DEMO_CUSTOMERS) {
    throw SilhouetteError.of(
      'invalid-option',
      `A demo has 1 to ${MAX_DEMO_CUSTOMERS} customers, not ${customers}.`,
      'customers',
    );
  }
  if (!Number.isSafeInteger(events) || events < 1) {
    throw SilhouetteError.of('invalid-option', `A demo has at least 1 event, a whole number, not ${events}.`, 'events');
  }
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw SilhouetteError.of('invalid-option', `A seed is a whole number from 0 to 2^53 - 1, not ${seed}.`, 'seed');
  }
  if (endDay === null || end < FIRST_DEMO_END || end > LAST_DEMO_END) {
    throw SilhouetteError.of(
      'invalid-option',
      `A demo ends on a day from ${FIRST_DEMO_END} to ${LAST_DEMO_END}, not ${end}.`,
      'end',
    );
  }
  // At most 100 files a table, and none (but the last) of fewer than 50,000 customers: memory grows with a file.
  const bySize = Math.max(1, Math.ceil(customers / 100 / 50_000)) * 50_000;
  return {
    dir: resolve(options.dir),
    customers,
    density: chooseDensity(events / fullEvents),
    seed,
    end,
    endDay,
    threads: options.threads ?? availableParallelism(),
    chunkCustomers: options.chunkCustomers ?? bySize,
  };
}

/** The density that gives a share of all events: many of the fewer counts come out as none, so it is a little more than the share (measured). */
function chooseDensity(share: number): number {
  return Math.min(1, Number((share ** 0.86).toPrecision(6)));
}

/** True when the folder holds this demo, false when it holds neither a workspace nor data of somebody's. */
async function holdsDemo(plan: DemoPlan): Promise<boolean> {
  const catalog = await readIfPresent(join(plan.dir, 'silhouette.yaml'));
  const made = await readIfPresent(join(plan.dir, 'data', 'demo.json'));
  if (catalog !== null && made === describeDemo(plan)) return true;
  // A demo's data without a catalog was left by a process that was killed in between: it is made anew.
  if (catalog === null && (made !== null || !existsSync(join(plan.dir, 'data')))) return false;
  const what = catalog === null ? 'a folder named data that is no demo' : 'another workspace (its silhouette.yaml)';
  throw SilhouetteError.of(
    'workspace-exists',
    `${plan.dir} already holds ${what}. Choose another folder with --workspace, or remove this one first.`,
    'dir',
  );
}

/** Tells one demo from another; `version` changes when the same seed would give other rows. */
function describeDemo({ customers, density, seed, end }: DemoPlan): string {
  const thinned = density < 1 ? { density } : {};
  return `${JSON.stringify({ demo: 'silhouette', version: 1, customers, ...thinned, seed, end })}\n`;
}

async function writeTables(plan: DemoPlan, folder: string, options: DemoOptions, startedAtMs: number): Promise<void> {
  const season = buildSeason(plan.endDay);
  const chunks: DemoChunk[] = [];
  for (let first = 1; first <= plan.customers; first += plan.chunkCustomers) {
    chunks.push({
      seed: plan.seed,
      season,
      first,
      count: Math.min(plan.chunkCustomers, plan.customers - first + 1),
      density: plan.density,
    });
  }
  let customersDone = 0;
  let filesWritten = 0;
  const files = chunks.length * DEMO_TABLES.length;
  const report = () => {
    const elapsedMs = performance.now() - startedAtMs;
    options.progress?.({ customersDone, customers: plan.customers, filesWritten, files, elapsedMs });
  };
  const session = await ChdbSession.open({ maxThreads: 1, maxConcurrent: plan.threads });
  try {
    const waiting = chunks.map((chunk, index) => ({ chunk, file: `${String(index).padStart(4, '0')}.parquet` }));
    const work = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        for (const table of DEMO_TABLES) {
          options.signal?.throwIfAborted();
          await session.execute(insertSql(table, next.chunk, folder, next.file));
          filesWritten += 1;
          if (table === DEMO_TABLES.at(-1)) customersDone += next.chunk.count;
          report();
        }
      }
    };
    const results = await Promise.allSettled(Array.from({ length: plan.threads }, work));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  } finally {
    await session.close();
  }
}

/** One file of one table. One thread each keeps rows in order; several statements run side by side. */
function insertSql(table: DemoTable, chunk: DemoChunk, folder: string, file: string): string {
  return `INSERT INTO ${newFileSql(join(folder, table, file))} ${selectTable(table, chunk, folder, file)}
    SETTINGS max_threads = 1, max_insert_threads = 1, output_format_parquet_parallel_encoding = 0,
    output_format_parquet_write_bloom_filter = 0, output_format_parquet_write_page_index = 0, input_format_parquet_preserve_order = 1`;
}

function selectTable(table: DemoTable, chunk: DemoChunk, folder: string, file: string): string {
  const made = (other: DemoTable) => `SELECT * FROM ${fileSql([join(folder, other, file)])}`;
  switch (table) {
    case 'members':
      return selectMembers(chunk);
    case 'purchases':
      return selectPurchases(chunk);
    case 'returns':
      return selectReturns(chunk, made('purchases'));
    case 'visits':
      return selectVisits(chunk);
    case 'app_opens':
      return selectAppOpens(chunk);
    case 'reviews':
      return selectReviews(chunk, made('purchases'));
    case 'calls':
      return selectCalls(chunk, made('purchases'), made('members'));
    case 'campaign_sends':
      return selectCampaignSends(chunk, made('members'));
  }
}

async function readIfPresent(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
