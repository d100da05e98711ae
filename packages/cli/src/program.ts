import { Command } from 'commander';
import type { CommandContext } from './command-context.ts';
import { addAudiencesCommand } from './commands/audiences.ts';
import { addAuditCommand } from './commands/audit.ts';
import { addBackupCommand } from './commands/backup.ts';
import { addCatalogCommand } from './commands/catalog.ts';
import { addCompareCommand } from './commands/compare.ts';
import { addDemoCommand } from './commands/demo.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addExplainCommand } from './commands/explain.ts';
import { addExploreCommand } from './commands/explore.ts';
import { addExportsCommand } from './commands/exports.ts';
import { addHistoryCommand } from './commands/history.ts';
import { addInitCommand } from './commands/init.ts';
import { addLoadCommand } from './commands/load.ts';
import { addMembersCommand } from './commands/members.ts';
import { addOverlapCommand } from './commands/overlap.ts';
import { addPeopleCommand } from './commands/people.ts';
import { addPortraitCommand } from './commands/portrait.ts';
import { addPrivacyCommand } from './commands/privacy.ts';
import { addRestoreCommand } from './commands/restore.ts';
import { addServeCommand } from './commands/serve.ts';
import { addSqlCommand } from './commands/sql.ts';
import { addVerifyCommand } from './commands/verify.ts';
import { addWhyCommand } from './commands/why.ts';

const AFTER = `
AUDIENCE is a definition or the id of a saved one:
  -                       read from standard input (JSON or YAML)
  '{"attribute":…}'       inline JSON
  vip.yaml, ./vip.json    a file
  vip                     a saved audience

Examples:
  silhouette demo
  silhouette init shop orders.csv customers.csv && cd shop && silhouette load
  silhouette explore '{"event":"purchase","within":{"last":3,"unit":"month"},"avg":{"field":"amount","gte":100000}}'
  silhouette portrait vip.yaml --versus rest
  silhouette overlap vip.yaml lapsed.yaml new.yaml
  silhouette compare vip.yaml vip-2026.yaml
  silhouette history vip.yaml --months 12
  silhouette why vip.yaml --customer C00042
  silhouette members vip.yaml --out vip.csv
  silhouette audiences save vip.yaml --name VIP && silhouette explore vip
  silhouette people invite kim@example.com --role marketer
  silhouette backup ../shop-backup && silhouette restore ../shop-backup ../shop-again
  silhouette serve
`;

/** The whole command line. */
export function buildProgram(context: CommandContext): Command {
  const program = new Command('silhouette')
    .description('Look at your customers: exact groups, who they are, and what sets them apart.')
    .version('0.1.0')
    .addHelpText('after', AFTER)
    .showHelpAfterError('(silhouette --help tells more)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.terminal.out.write(text),
      writeErr: (text) => context.terminal.err.write(text),
    });
  for (const add of [
    addDemoCommand,
    addInitCommand,
    addLoadCommand,
    addCatalogCommand,
    addExploreCommand,
    addPortraitCommand,
    addOverlapCommand,
    addCompareCommand,
    addHistoryCommand,
    addWhyCommand,
    addMembersCommand,
    addExplainCommand,
    addAudiencesCommand,
    addAuditCommand,
    addExportsCommand,
    addSqlCommand,
    addVerifyCommand,
    addPeopleCommand,
    addPrivacyCommand,
    addBackupCommand,
    addRestoreCommand,
    addServeCommand,
    addDoctorCommand,
  ]) {
    add(program, context);
  }
  for (const command of program.commands) command.exitOverride();
  return program;
}
