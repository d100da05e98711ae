import { type PlainValue, parseJsonText, SilhouetteError } from '@silhouette/model';
import { type ConnectedPeople, connectPeople, readAddress } from '@silhouette/server';
import type { Command } from 'commander';
import {
  type CommandContext,
  type CommonOptions,
  openCommandSnapshot,
  openCommandWorkspace,
  printJson,
} from '../command-context.ts';
import { addCommonOptions } from '../options.ts';
import { readNewPassword } from '../read-password.ts';
import { printTable } from '../terminal/table.ts';
import { paint, print, tell } from '../terminal/terminal.ts';

interface OwnerOptions extends CommonOptions {
  readonly email: string;
  readonly name?: string;
}

interface InviteOptions extends CommonOptions {
  readonly role: string;
  readonly rowScope?: string;
}

interface DisableOptions extends CommonOptions {
  readonly undo?: boolean;
}

/** `silhouette people …`: accounts, as far as a machine without a screen needs them. */
export function addPeopleCommand(program: Command, context: CommandContext): void {
  const group = program.command('people').description('who has an account: the first one, list, invite, disable, roles');
  addCommonOptions(group.command('add-owner'))
    .description('make the first account, an administrator’s; the password is asked for, or comes from standard input')
    .requiredOption('--email <email>', 'e-mail address to sign in with')
    .option('--name <name>', 'name that others see; the e-mail address when not given')
    .action((options: OwnerOptions) => addOwner(context, options));
  addCommonOptions(group.command('list'))
    .description('everybody with an account')
    .action((options: CommonOptions) => listPeople(context, options));
  addCommonOptions(group.command('invite'))
    .description('make a link by which somebody gets an account; it is shown this once')
    .argument('<email>', 'e-mail address of whoever is invited')
    .requiredOption('--role <role>', 'id of a role; "people roles" lists them')
    .option('--row-scope <definition>', 'JSON definition of the only customers there are for them')
    .action((email: string, options: InviteOptions) => invite(context, email, options));
  addCommonOptions(group.command('disable'))
    .description('end sessions and keys of somebody at once, and let them in no more')
    .argument('<email>', 'e-mail address of the account')
    .option('--undo', 'let them in again')
    .action((email: string, options: DisableOptions) => disable(context, email, options));
  addCommonOptions(group.command('roles'))
    .description('roles, and what people of each may do')
    .action((options: CommonOptions) => listRoles(context, options));
}

async function addOwner(context: CommandContext, options: OwnerOptions): Promise<void> {
  const email = readEmail(options.email);
  const password = await readNewPassword(context);
  await withPeople(context, options, (people) => people.addOwner({ name: options.name ?? email, email, password }));
  if (options.json) return printJson(context, { email, role: 'admin' });
  print(
    context.terminal,
    `${paint(context.terminal, 'green', '✓')} ${email} is the administrator; everybody signs in from now on.`,
  );
}

async function listPeople(context: CommandContext, options: CommonOptions): Promise<void> {
  const people = await withPeople(context, options, (client) => client.list());
  if (options.json) return printJson(context, { people });
  if (people.length === 0) {
    return print(context.terminal, 'Nobody has an account: whoever sits at this machine may do everything.');
  }
  const columns = [{ title: 'e-mail' }, { title: 'name' }, { title: 'role' }, { title: 'state' }, { title: 'last seen' }];
  printTable(
    context.terminal,
    columns,
    people.map((one) => [
      one.email,
      one.name,
      one.isScoped ? `${one.role} (row scope)` : one.role,
      [one.isDisabled ? 'disabled' : 'active', ...(one.hasSecondFactor ? ['second factor'] : [])].join(', '),
      one.lastSeenAt ?? 'never',
    ]),
  );
}

async function invite(context: CommandContext, email: string, options: InviteOptions): Promise<void> {
  const rowScope: PlainValue = options.rowScope === undefined ? null : parseJsonText(options.rowScope);
  const asked = { email: readEmail(email), role: options.role, rowScope };
  const link = await withPeople(context, options, (people) => people.invite(asked));
  if (options.json) return printJson(context, link);
  print(context.terminal, link.url);
  tell(context.terminal, paint(context.terminal, 'dim', `Good for one use until ${link.expiresAt}; it is not shown again.`));
}

async function disable(context: CommandContext, email: string, options: DisableOptions): Promise<void> {
  const isDisabled = options.undo !== true;
  const person = await withPeople(context, options, async (people) => {
    const wanted = email.trim().toLowerCase();
    const found = (await people.list()).find((one) => one.email === wanted);
    if (found === undefined) throw SilhouetteError.of('not-found', `Nobody has an account with ${wanted}.`);
    return people.setDisabled(found.id, isDisabled);
  });
  if (options.json) return printJson(context, person);
  print(context.terminal, isDisabled ? `${person.email} is disabled and signed out.` : `${person.email} may sign in again.`);
}

async function listRoles(context: CommandContext, options: CommonOptions): Promise<void> {
  const roles = await withPeople(context, options, (people) => people.listRoles());
  if (options.json) return printJson(context, { roles });
  const columns = [{ title: 'id' }, { title: 'name' }, { title: 'people', align: 'right' as const }, { title: 'may' }];
  printTable(
    context.terminal,
    columns,
    roles.map(({ id, label, people, permissions }) => [id, label.en, String(people), permissions.join(' ')]),
  );
}

function readEmail(text: string): string {
  const email = readAddress(text);
  if (email !== null) return email;
  throw SilhouetteError.of('invalid-option', `"${text}" is no e-mail address, or one that looks like another.`);
}

async function withPeople<T>(
  context: CommandContext,
  options: CommonOptions,
  step: (people: ConnectedPeople) => Promise<T>,
): Promise<T> {
  const workspace = openCommandWorkspace(context, options);
  const people = await connectPeople({
    stateDir: workspace.stateDir,
    env: context.env,
    findLoaded: () => openCommandSnapshot(workspace, undefined),
    now: Date.now,
  });
  try {
    return await step(people);
  } finally {
    await people.close();
  }
}
