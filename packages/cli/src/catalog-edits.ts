import type { Snapshot } from '@silhouette/lake';
import { type CatalogEdit, type CatalogEditsAnswer, describeSubject, overlayCatalog } from '@silhouette/model';
import { type ConnectedEdits, connectCatalogEdits } from '@silhouette/server';
import {
  type CommandContext,
  type CommonOptions,
  openCommandSnapshot,
  openCommandWorkspace,
  printJson,
} from './command-context.ts';
import { printTable } from './terminal/table.ts';
import { paint, print } from './terminal/terminal.ts';

/** A snapshot with its catalog in the words of today, as the server answers it. */
export async function overlayEdits(context: CommandContext, options: CommonOptions, loaded: Snapshot): Promise<Snapshot> {
  const { edits } = await withEdits(context, options, (client) => client.list());
  return { ...loaded, catalog: overlayCatalog(loaded.catalog, edits.map(toEdit)) };
}

/** `silhouette catalog --overrides`: what people have edited beside the file. */
export async function showEdits(context: CommandContext, options: CommonOptions): Promise<void> {
  const answer = await withEdits(context, options, (client) => client.list());
  if (options.json) return printJson(context, answer);
  const { terminal } = context;
  if (answer.edits.length === 0) return print(terminal, 'Nothing is edited: the catalog is as silhouette.yaml says it.');
  const columns = [{ title: 'what' }, { title: 'property' }, { title: 'edited' }, { title: 'state' }, { title: 'by' }];
  printTable(
    terminal,
    columns,
    answer.edits.map(({ subject, property, value, state, editedBy, editedAt }) => [
      describeSubject(subject),
      property,
      JSON.stringify(value),
      STATES[state],
      `${editedBy}, ${editedAt}`,
    ]),
  );
}

const STATES = { needed: '', waiting: 'in the file, waits for a load', orphaned: 'no longer in the data' } as const;

/** `silhouette catalog --write-back`: writes the edits into the catalog file, and shows what changed there. */
export async function writeBackEdits(context: CommandContext, options: CommonOptions): Promise<void> {
  const answer = await withEdits(context, options, async (client) => client.writeFile((await client.writeFile(null)).hash));
  if (options.json) return printJson(context, answer);
  const { terminal } = context;
  for (const line of answer.diff.split('\n').slice(answer.diff === '' ? 1 : 3)) {
    if (line !== '') print(terminal, line);
  }
  for (const { subject, property, reason } of answer.unwritten)
    print(terminal, `Not written: ${property} of ${describeSubject(subject)} (${REASONS[reason]}); it stays in effect.`);
  const done = answer.isWritten
    ? `${answer.file} is written. The edits stay in effect until the next "silhouette load" has read it.`
    : `${answer.file} says all that can be written of the edits already.`;
  print(terminal, paint(terminal, 'bold', done));
}

const REASONS = {
  standard: 'made by "standard: true", which has no place for it',
  gone: 'neither in the file nor in the data',
} as const;

function toEdit({ subject, property, value }: CatalogEditsAnswer['edits'][number]): CatalogEdit {
  // Property and value come together by the schema of the answer.
  return { subject, property, value } as CatalogEdit;
}

async function withEdits<T>(
  context: CommandContext,
  options: CommonOptions,
  step: (client: ConnectedEdits) => Promise<T>,
): Promise<T> {
  const { stateDir, catalogPath } = openCommandWorkspace(context, options);
  const client = await connectCatalogEdits({
    stateDir,
    catalogPath,
    env: context.env,
    findLoaded: () => openCommandSnapshot(openCommandWorkspace(context, options), undefined),
    now: Date.now,
  });
  try {
    return await step(client);
  } finally {
    await client.close();
  }
}
