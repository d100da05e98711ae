import { type Command, InvalidArgumentError, Option } from 'commander';

/** Adds the options that every command takes. */
export function addCommonOptions(command: Command): Command {
  return command
    .option('--workspace <dir>', 'folder with silhouette.yaml (else SILHOUETTE_WORKSPACE, else the current folder)')
    .option('--json', 'print one JSON document on standard output, and nothing else there')
    .addOption(new Option('--debug', 'show where an unexpected failure happened').hideHelp());
}

/** Adds the options of commands that answer about an audience. */
export function addAudienceOptions(command: Command): Command {
  return addCommonOptions(command)
    .option('--as-of <time>', 'answer as of a date (its end) or date-time, instead of the snapshot’s own')
    .option('--snapshot <id>', 'answer from a kept snapshot, instead of the current one')
    .option('--engine <name>', 'force one engine: index, chdb, reference, cluster');
}

/** Reads a list such as `a,b`; ids that hold a comma may be quoted as in CSV: `"a,b",c`. */
export function readList(text: string): string[] {
  const items = [...text.matchAll(/\s*(?:"((?:[^"]|"")*)"|([^,"]*))\s*(?:,|$)/g)].map(
    (match) => match[1]?.replaceAll('""', '"') ?? match[2]?.trim() ?? '',
  );
  const named = items.filter((item) => item !== '');
  if (named.length === 0) throw new InvalidArgumentError('Name at least one id.');
  return named;
}

/** Reads a whole number of at least `least`. */
export function readInteger(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(
      `Give a whole number from ${least}${most === Number.MAX_SAFE_INTEGER ? '' : ` to ${most}`}.`,
    );
  };
}

/** Reads a TCP port; 0 lets the system choose. */
export const readPort = readInteger(0, 65_535);
