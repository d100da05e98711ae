import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import {
  type AuditEntry,
  type AuditHead,
  auditHeadSchema,
  parseJsonText,
  SilhouetteError,
  TimeZone,
  toJsonData,
} from '@silhouette/model';
import { AUDIT_FORMATS, type AuditFormat, type ConnectedAudit, connectAudit } from '@silhouette/server';
import { type Command, Option } from 'commander';
import {
  type CommandContext,
  type CommonOptions,
  openCommandSnapshot,
  openCommandWorkspace,
  printJson,
} from '../command-context.ts';
import { addCommonOptions, readInteger } from '../options.ts';
import { formatCount } from '../terminal/format.ts';
import { printTable } from '../terminal/table.ts';
import { paint, print, tell } from '../terminal/terminal.ts';

interface FilterOptions extends CommonOptions {
  readonly from?: string;
  readonly to?: string;
  readonly actor?: string;
  readonly action?: string;
  readonly subject?: string;
  readonly text?: string;
}

interface ListOptions extends FilterOptions {
  readonly limit: number;
}

interface ExportOptions extends FilterOptions {
  readonly format: AuditFormat;
}

interface VerifyOptions extends CommonOptions {
  readonly head?: string;
}

/** `silhouette audit …`: who asked, saw, exported and changed what; whether the log is whole. */
export function addAuditCommand(program: Command, context: CommandContext): void {
  const group = program.command('audit').description('the audit log: list, verify, head, export');
  addFilterOptions(addCommonOptions(group.command('list')))
    .description('entries, the newest first')
    .option('--limit <n>', 'most entries', readInteger(1, 1000), 50)
    .action((options: ListOptions) => listEntries(context, options));
  addCommonOptions(group.command('verify'))
    .description('walk the chain: exit code 1 and the first wrong entry when the log is not as it was written')
    .option('--head <file>', 'a head that "silhouette audit head --json" gave: the log must still hold it')
    .action((options: VerifyOptions) => verifyLog(context, options));
  addCommonOptions(group.command('head'))
    .description('where the log ends now, to be kept elsewhere: it shows later that nothing was cut off')
    .action((options: CommonOptions) => showHead(context, options));
  addFilterOptions(addCommonOptions(group.command('export')))
    .description('entries on standard output, the oldest first')
    .addOption(new Option('--format <format>', 'JSON lines, or CSV for spreadsheets').choices(AUDIT_FORMATS).default('jsonl'))
    .action((options: ExportOptions) => exportEntries(context, options));
}

function addFilterOptions(command: Command): Command {
  return command
    .option('--from <time>', 'not before a date or date-time')
    .option('--to <time>', 'not after a date, or before a date-time')
    .option('--actor <name>', 'id or name of who did it')
    .option('--action <names>', 'actions, such as saw-members,export-requested')
    .option('--subject <id>', 'an id that entries are about, or a customer’s key')
    .option('--text <text>', 'part of an entry');
}

async function listEntries(context: CommandContext, options: ListOptions): Promise<void> {
  const query = { ...readQuery(options), limit: String(options.limit) };
  const answer = await withAudit(context, options, (audit) => audit.list(query));
  if (options.json) return printJson(context, answer);
  const { terminal } = context;
  if (answer.entries.length === 0) return print(terminal, 'No entry fits.');
  const right = 'right' as const;
  const columns = [
    { title: 'entry', align: right },
    { title: 'time (UTC)' },
    { title: 'who' },
    { title: 'what' },
    { title: 'about' },
  ];
  printTable(
    terminal,
    columns,
    answer.entries.map((entry) => [
      String(entry.sequence),
      entry.at.slice(0, 19).replace('T', ' '),
      entry.actor.name === '' ? (entry.request?.address ?? '') : entry.actor.name,
      entry.action,
      describeEntry(entry),
    ]),
  );
  if (answer.cursor !== null) tell(terminal, paint(terminal, 'dim', 'There are older ones; --limit shows more.'));
}

function describeEntry({ subject, details, texts }: AuditEntry): string {
  const { customers, count } = details;
  const parts = [
    ...subject,
    typeof customers === 'number' ? `${formatCount(customers)} ${customers === 1 ? 'customer' : 'customers'}` : '',
    typeof count === 'number' ? `of ${formatCount(count)}` : '',
    texts.some(({ text }) => text === null) ? 'partly erased' : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

async function verifyLog(context: CommandContext, options: VerifyOptions): Promise<void> {
  const anchor = options.head === undefined ? null : readHead(options.head);
  const answer = await withAudit(context, options, (audit) => audit.verify(anchor));
  if (answer.problem !== null) process.exitCode = 1;
  if (options.json) return printJson(context, answer);
  const { terminal } = context;
  if (answer.problem === null) {
    const texts = answer.erased === 1 ? 'text was' : 'texts were';
    const erased = answer.erased === 0 ? '' : ` ${formatCount(answer.erased)} ${texts} erased since.`;
    print(
      terminal,
      `${paint(terminal, 'green', '✓')} ${formatCount(answer.checked)} entries are as they were written.${erased}`,
    );
  } else {
    const { kind, sequence, message } = answer.problem;
    print(
      terminal,
      `${paint(terminal, 'red', '✗')} ${message} (${kind}, entry ${sequence}; ${formatCount(answer.checked)} before it are right)`,
    );
  }
  if (!answer.guarded)
    print(
      terminal,
      `${paint(terminal, 'yellow', '!')} The database does not refuse changes any more: its triggers were taken away.`,
    );
}

async function showHead(context: CommandContext, options: CommonOptions): Promise<void> {
  const head = await withAudit(context, options, (audit) => audit.head());
  if (options.json) printJson(context, head);
  else print(context.terminal, `entry ${head.sequence}  ${head.hash}`);
}

async function exportEntries(context: CommandContext, options: ExportOptions): Promise<void> {
  await withAudit(context, options, async (audit) => {
    for await (const text of audit.export(readQuery(options), options.format)) {
      if (!context.terminal.out.write(text)) await once(context.terminal.out, 'drain');
    }
  });
}

/** What an option does not say is left out. */
function readQuery({ from, to, actor, action, subject, text }: FilterOptions): Record<string, string> {
  const given = Object.entries({ from, to, actor, action, subject, text });
  return Object.fromEntries(given.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}

function readHead(path: string): AuditHead {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw SilhouetteError.of(
      'invalid-option',
      `"${path}" cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      '--head',
    );
  }
  const parsed = auditHeadSchema.safeParse(toJsonData(parseJsonText(text)));
  if (parsed.success) return parsed.data;
  throw SilhouetteError.of(
    'invalid-option',
    `"${path}" is no head: it is what "silhouette audit head --json" prints.`,
    '--head',
  );
}

async function withAudit<T>(
  context: CommandContext,
  options: CommonOptions,
  step: (audit: ConnectedAudit) => Promise<T>,
): Promise<T> {
  const workspace = openCommandWorkspace(context, options);
  const audit = await connectAudit({
    stateDir: workspace.stateDir,
    env: context.env,
    findTimeZone: async () => {
      const snapshot = await openCommandSnapshot(workspace, undefined).catch((error: unknown) => {
        if (error instanceof SilhouetteError && error.code === 'lake-missing') return null;
        throw error;
      });
      return snapshot?.catalog.timeZone ?? TimeZone.of('UTC');
    },
    now: Date.now,
  });
  try {
    return await step(audit);
  } finally {
    await audit.close();
  }
}
