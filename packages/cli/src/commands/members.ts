import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import {
  checkAttributes,
  type EngineName,
  type MembersTable,
  type WrittenMembers,
  writeMembersCsv,
  writeMembersParquet,
} from '@silhouette/engine';
import { type AttributeId, findAttribute, SilhouetteError } from '@silhouette/model';
import type { Command } from 'commander';
import { type Answering, type AudienceOptions, type CommandQuestion, openAnswering, openQuestion } from '../answering.ts';
import { type CommandContext, printJson } from '../command-context.ts';
import { addAudienceOptions, readList } from '../options.ts';
import { formatCount } from '../terminal/format.ts';
import { paint, tell } from '../terminal/terminal.ts';

interface MembersOptions extends AudienceOptions {
  /** Absent: standard output, as CSV or with `--json` as one document. */
  readonly out?: string;
  readonly attributes?: readonly string[];
}

/** `silhouette members AUDIENCE`: who they are, in the order of their keys. */
export function addMembersCommand(program: Command, context: CommandContext): void {
  addAudienceOptions(program.command('members'))
    .description('the customers of a group, in the order of their keys')
    .argument('<audience>', 'definition, file, - or saved id')
    .option('--out <file>', 'a .csv or .parquet file, or - for CSV on standard output (without --json the default)')
    .option('--attributes <ids>', 'attributes beside the key, such as age,gender', readList)
    .action((audience: string, options: MembersOptions) => listMembers(context, audience, options));
}

async function listMembers(context: CommandContext, audience: string, options: MembersOptions): Promise<void> {
  const target = readTarget(options);
  const { terminal } = context;
  const answering = openAnswering(context, options);
  const startedAtMs = performance.now();
  try {
    const question = await openQuestion(context, audience, options, { ids: options.attributes ?? [], path: 'attributes' });
    const { snapshot, asOf, hash } = question;
    const list: MembersList = {
      answering,
      question,
      attributes: checkAttributes(snapshot, options.attributes ?? [], 'attributes'),
    };
    if (target.kind === 'json') {
      await writeJson(list, context, startedAtMs);
      return;
    }
    if (target.kind === 'stdout') {
      const { count } = await writeMembersCsv(readTable(list), process.stdout, 'exact');
      tell(terminal, paint(terminal, 'dim', `${formatCount(count)} members · as of ${asOf} · snapshot ${snapshot.id}`));
      return;
    }
    const path = resolve(context.cwd, target.file);
    const { count, engine } = await writeAside(path, context.signal, (aside) => writeFile(list, target.kind, aside));
    if (options.json) {
      const elapsedMs = performance.now() - startedAtMs;
      printJson(context, { out: path, count, asOf, snapshot: snapshot.id, definition: hash, engine, elapsedMs });
    } else {
      tell(
        terminal,
        `${paint(terminal, 'green', '✓')} ${formatCount(count)} members in ${path} · as of ${asOf} · snapshot ${snapshot.id}`,
      );
    }
  } finally {
    await answering.close();
  }
}

/** Who is listed, with which attributes. */
interface MembersList {
  readonly answering: Answering;
  readonly question: CommandQuestion;
  readonly attributes: readonly AttributeId[];
}

type Target =
  | { readonly kind: 'stdout' }
  | { readonly kind: 'json' }
  | { readonly kind: 'csv' | 'parquet'; readonly file: string };

function readTarget(options: MembersOptions): Target {
  const out = options.out ?? (options.json ? null : '-');
  if (out === null) return { kind: 'json' };
  if (out === '-') {
    if (options.json)
      throw SilhouetteError.of(
        'invalid-option',
        '--json and CSV on standard output exclude each other; leave --out away, or name a file.',
        '--out',
      );
    return { kind: 'stdout' };
  }
  if (/\.csv$/i.test(out)) return { kind: 'csv', file: out };
  if (/\.parquet$/i.test(out)) return { kind: 'parquet', file: out };
  throw SilhouetteError.of('invalid-option', `"${out}" must end in .csv or .parquet, or be - for standard output.`, '--out');
}

/** Writes to a file beside and renames it when whole: a stopped command leaves nothing half-written. */
async function writeAside(
  path: string,
  signal: AbortSignal,
  write: (aside: string) => Promise<WrittenMembers>,
): Promise<WrittenMembers> {
  const aside = `${path}.${process.pid}.partial`;
  try {
    const written = await write(aside);
    signal.throwIfAborted();
    await rename(aside, path);
    return written;
  } catch (error) {
    if (error instanceof Error && 'code' in error) {
      if (error.code === 'ENOSPC')
        throw SilhouetteError.of('disk-full', `The disk is full; nothing was written to ${path}.`, '', error);
      if (error.code === 'ENOENT' || error.code === 'EACCES' || error.code === 'EROFS' || error.code === 'EISDIR') {
        throw SilhouetteError.of('invalid-option', `${path} cannot be written: ${error.message}`, '--out', error);
      }
    }
    throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

async function writeFile(list: MembersList, kind: 'csv' | 'parquet', path: string): Promise<WrittenMembers> {
  if (kind === 'parquet') return writeMembersParquet(readTable(list), path);
  const stream = createWriteStream(path);
  const written = await writeMembersCsv(readTable(list), stream, 'exact');
  stream.end();
  await finished(stream);
  return written;
}

function readTable({ answering, question, attributes }: MembersList): MembersTable {
  const { catalog } = question.snapshot;
  return {
    keyName: catalog.keyName,
    attributes: attributes.flatMap((id) => findAttribute(catalog, id) ?? []),
    pages: answering.memberPages(question, attributes),
  };
}

/** One document in the shape of `POST /api/members`, all members on one page; written as it grows. */
async function writeJson(list: MembersList, context: CommandContext, startedAtMs: number): Promise<void> {
  const { question, attributes, answering } = list;
  const key = question.snapshot.catalog.keyName;
  const { stdout } = process;
  const write = async (text: string): Promise<void> => {
    if (!stdout.write(text)) await once(stdout, 'drain');
  };
  const notes = await answering.collectNotes(question, attributes);
  let count = 0;
  let engine: EngineName | null = null;
  // Nothing is written before the first page has come: a failure leaves standard output to its own document.
  for await (const page of answering.memberPages(question, attributes)) {
    context.signal.throwIfAborted();
    const members = page.rows.map((row) =>
      JSON.stringify({
        key: row.key,
        attributes: Object.fromEntries(attributes.map((id, at) => [id, row.values[at] ?? null])),
      }),
    );
    if (engine === null) await write(`${JSON.stringify({ key, attributes }).slice(0, -1)},"members":[`);
    await write(`${count > 0 && members.length > 0 ? ',' : ''}${members.join(',')}`);
    ({ engine } = page);
    count += members.length;
  }
  const { asOf, snapshot, hash } = question;
  const provenance = { asOf, snapshot: snapshot.id, definition: hash, engine, elapsedMs: performance.now() - startedAtMs };
  await write(`],${JSON.stringify({ count, cursor: null, notes, ...provenance }).slice(1)}\n`);
}
