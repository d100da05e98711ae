import {
  AUDIENCE_ORDERS,
  type AudienceOrder,
  type AudienceVersion,
  type PlainValue,
  type SavedAudience,
  SilhouetteError,
} from '@silhouette/model';
import { type Command, Option } from 'commander';
import { readAudienceArgument } from '../audience-argument.ts';
import { type CommandContext, type CommonOptions, printJson } from '../command-context.ts';
import { addCommonOptions, readInteger, readList } from '../options.ts';
import { withSavedAudiences } from '../saved-audiences.ts';
import { formatCount } from '../terminal/format.ts';
import { printTable } from '../terminal/table.ts';
import { paint, print, type Terminal } from '../terminal/terminal.ts';
import { addAudienceFilesCommands } from './audience-files.ts';

interface ListOptions extends CommonOptions {
  readonly search?: string;
  readonly tag?: string;
  readonly owner?: string;
  readonly deleted?: boolean;
  readonly order: AudienceOrder;
}

interface ShowOptions extends CommonOptions {
  readonly atVersion?: number;
}

interface SaveOptions extends CommonOptions {
  readonly id?: string;
  readonly name?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly note?: string;
  readonly ifVersion?: number;
  readonly idempotencyKey?: string;
}

interface RestoreOptions extends CommonOptions {
  readonly atVersion?: number;
  readonly note?: string;
}

interface DeleteOptions extends CommonOptions {
  readonly ifVersion?: number;
}

/** `silhouette audiences …`: saved audiences, and their files for git. */
export function addAudiencesCommand(program: Command, context: CommandContext): void {
  const group = program
    .command('audiences')
    .description('saved audiences: list, show, save, delete, restore, and files for git');
  addCommonOptions(group.command('list'))
    .description('saved audiences, the last changed first')
    .option('--search <words>', 'only those whose id, name, description or tags hold all words')
    .option('--tag <tag>', 'only those with a tag')
    .option('--owner <name>', 'only those that this person made')
    .option('--deleted', 'deleted ones, which can be restored')
    .addOption(new Option('--order <order>', 'how they are ordered').choices(AUDIENCE_ORDERS).default('updated'))
    .action((options: ListOptions) => listAudiences(context, options));
  addCommonOptions(group.command('show'))
    .description('a saved audience: what it means, who saved it, its versions and what uses it; the versions of a deleted one')
    .argument('<id>', 'saved id')
    .option('--at-version <n>', 'a version, instead of the newest', readInteger(1))
    .action((id: string, options: ShowOptions) => showAudience(context, id, options));
  addCommonOptions(group.command('save'))
    .description('save a definition: a new audience, or with --if-version the next version of one')
    .argument('<audience>', 'definition, file, - or saved id')
    .option('--id <id>', 'its id; made of the name when not given')
    .option('--name <name>', 'its name')
    .option('--description <text>', 'what it is for')
    .option('--tags <tags>', 'its tags, such as vip,seoul', readList)
    .option('--note <text>', 'what this change is about')
    .option('--if-version <n>', 'the version that the change is made to: it is refused when another stands', readInteger(1))
    .option('--idempotency-key <key>', 'the same command given again under the same key saves nothing more')
    .action((audience: string, options: SaveOptions) => saveAudience(context, audience, options));
  addCommonOptions(group.command('delete'))
    .description('delete a saved audience that nothing uses; its versions are kept, and "restore" takes it back')
    .argument('<id>', 'saved id')
    .option('--if-version <n>', 'only when this version stands', readInteger(1))
    .action((id: string, options: DeleteOptions) => deleteAudience(context, id, options));
  addCommonOptions(group.command('restore'))
    .description('take a deleted audience back, as its next version')
    .argument('<id>', 'saved id')
    .option('--at-version <n>', 'as it was at a version, instead of its last', readInteger(1))
    .option('--note <text>', 'what this is about')
    .action((id: string, options: RestoreOptions) => restoreAudience(context, id, options));
  addAudienceFilesCommands(group, context);
}

async function listAudiences(context: CommandContext, options: ListOptions): Promise<void> {
  const { search = '', tag = null, owner = null, deleted: isDeleted = false, order } = options;
  const answer = await withSavedAudiences(context, options, (client) => client.list({ search, tag, owner, isDeleted, order }));
  if (options.json) return printJson(context, answer);
  const rows = answer.audiences.map((one) => [
    one.id,
    one.name,
    one.size === null ? '–' : formatCount(one.size.count),
    `${one.version}`,
    one.createdBy,
    (one.deleted?.at ?? one.updatedAt).slice(0, 16).replace('T', ' '),
    one.deleted?.by ?? one.updatedBy,
    one.tags.join(', '),
    one.sentence?.ko ?? `! ${one.issues[0]?.message ?? ''}`,
  ]);
  const right = 'right' as const;
  const columns = [
    { title: 'id' },
    { title: 'name' },
    { title: 'size when saved', align: right },
    { title: 'version', align: right },
    { title: 'owner' },
    { title: isDeleted ? 'deleted (UTC)' : 'saved (UTC)' },
    { title: 'by' },
    { title: 'tags' },
    { title: 'meaning' },
  ];
  if (rows.length > 0) printTable(context.terminal, columns, rows);
  else if (isDeleted) print(context.terminal, 'No deleted audience fits.');
  else print(context.terminal, 'No saved audience fits; "silhouette audiences save" keeps one.');
}

async function showAudience(context: CommandContext, id: string, options: ShowOptions): Promise<void> {
  const { atVersion: version } = options;
  if (version !== undefined) {
    const shown = await withSavedAudiences(context, options, (client) => client.getVersion(id, version));
    if (options.json) printJson(context, shown);
    else printAudience(context.terminal, shown);
    return;
  }
  const { audience, versions, usedBy, deleted } = await withSavedAudiences(context, options, async (client) => {
    const kept = await client.listVersions(id);
    if (kept.deleted !== null) return { ...kept, audience: kept.versions[0], usedBy: [] };
    return { ...kept, audience: await client.get(id), usedBy: (await client.listUses(id)).usedBy };
  });
  if (options.json) return printJson(context, { ...audience, deleted, versions, usedBy });
  const { terminal } = context;
  if (audience !== undefined) printAudience(terminal, audience);
  if (deleted !== null) {
    print(
      terminal,
      `${paint(terminal, 'yellow', '!')} deleted by ${deleted.by} at ${deleted.at}; "silhouette audiences restore ${id}" takes it back`,
    );
  }
  print(terminal);
  const rows = versions.map((one) => [
    `${one.version}`,
    one.savedAt.slice(0, 16).replace('T', ' '),
    one.savedBy,
    one.size === null ? '–' : formatCount(one.size.count),
    one.note ?? '',
  ]);
  const columns = [{ title: 'version' }, { title: 'saved (UTC)' }, { title: 'by' }, { title: 'size' }, { title: 'note' }];
  printTable(terminal, columns, rows);
  if (usedBy.length > 0) print(terminal, `used by ${usedBy.map((use) => use.id).join(', ')}`);
}

/** A body as the HTTP takes it: what an option does not say is left out, so a change keeps it. */
async function saveAudience(context: CommandContext, audience: string, options: SaveOptions): Promise<void> {
  const definition = await readAudienceArgument(audience, context.cwd);
  const { id, name, description, tags, note, ifVersion, idempotencyKey: key = null } = options;
  if (id === undefined && name === undefined) {
    throw SilhouetteError.of('invalid-option', 'Give the audience a --name; an --id is made of it.', '--name');
  }
  if (ifVersion !== undefined && id === undefined) {
    throw SilhouetteError.of('invalid-option', 'Say with --id which audience the next version is of.', '--id');
  }
  const body: Record<string, PlainValue> = { definition };
  if (name !== undefined) body.name = name;
  if (description !== undefined) body.description = description;
  if (tags !== undefined) body.tags = tags;
  if (note !== undefined) body.note = note;
  const saved = await withSavedAudiences(context, options, (client) =>
    id !== undefined && ifVersion !== undefined
      ? client.save({ id, version: ifVersion, body, key })
      : client.create({ ...body, name: name ?? id ?? null, ...(id === undefined ? {} : { id }) }, key),
  );
  if (options.json) printJson(context, saved);
  else printAudience(context.terminal, saved);
}

async function deleteAudience(context: CommandContext, id: string, options: DeleteOptions): Promise<void> {
  const version = await withSavedAudiences(context, options, async (client) => {
    const stands = options.ifVersion ?? (await client.get(id)).version;
    await client.delete({ id, version: stands });
    return stands;
  });
  if (options.json) printJson(context, { id, version, deleted: true });
  else
    print(
      context.terminal,
      `${id} is deleted; version ${version} was its last, and "silhouette audiences restore ${id}" takes it back.`,
    );
}

async function restoreAudience(context: CommandContext, id: string, options: RestoreOptions): Promise<void> {
  const { atVersion: version = null, note = null } = options;
  const restored = await withSavedAudiences(context, options, (client) => client.restore(id, { version, note }));
  if (options.json) printJson(context, restored);
  else printAudience(context.terminal, restored);
}

function printAudience(terminal: Terminal, audience: SavedAudience | AudienceVersion): void {
  const [at, by] = 'savedAt' in audience ? [audience.savedAt, audience.savedBy] : [audience.updatedAt, audience.updatedBy];
  print(terminal, `${paint(terminal, 'bold', audience.name)}  ${audience.id} · version ${audience.version}`);
  if (audience.description !== null) print(terminal, audience.description);
  if (audience.sentence !== null) {
    print(terminal, audience.sentence.ko);
    print(terminal, paint(terminal, 'dim', audience.sentence.en));
  }
  for (const issue of audience.issues) print(terminal, `${paint(terminal, 'yellow', '!')} ${issue.path}: ${issue.message}`);
  print(terminal, JSON.stringify(audience.definition));
  if (audience.size === null) return;
  const { count, base, snapshot, asOf } = audience.size;
  print(
    terminal,
    paint(terminal, 'dim', `${formatCount(count)} of ${formatCount(base)} customers as of ${asOf} (snapshot ${snapshot})`),
  );
  const tags = audience.tags.length === 0 ? '' : ` · ${audience.tags.join(', ')}`;
  print(terminal, paint(terminal, 'dim', `saved by ${by} at ${at}${tags}`));
}
