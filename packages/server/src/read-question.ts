import { ENGINE_NAMES, type EngineName, type PreparedQuestion, prepareQuestion } from '@silhouette/engine';
import { SilhouetteError } from '@silhouette/model';
import type { BodyReader } from './read-body.ts';
import type { ServerContext } from './server-context.ts';

/** Keys of every question about an audience. */
export const QUESTION_KEYS = ['audience', 'asOf', 'snapshot', 'engine'] as const;

/**
 * Reads the question of a body that holds {@link QUESTION_KEYS}; finishes the body. A further page answers at the
 * snapshot and as-of of its first.
 * @throws SilhouetteError with every issue.
 */
export async function readQuestion(
  body: BodyReader,
  context: ServerContext,
  page: { readonly snapshot: string; readonly asOfMs: number } | null = null,
): Promise<{ readonly question: PreparedQuestion; readonly engine: EngineName | null }> {
  const definition = body.required('audience');
  const asOf = body.text('asOf');
  const snapshotId = body.text('snapshot');
  const engine = body.text('engine');
  body.finish();
  const snapshot = await context.snapshots.find(page?.snapshot ?? snapshotId);
  const question = await prepareQuestion({
    snapshot,
    definition,
    asOf: page === null ? asOf : new Date(page.asOfMs).toISOString(),
    resolveAudience: async () => null,
    definitionPath: 'audience',
  });
  return { question, engine: readEngine(engine) };
}

function readEngine(name: string | null): EngineName | null {
  if (name === null) return null;
  const known = ENGINE_NAMES.find((one) => one === name);
  if (known !== undefined) return known;
  throw SilhouetteError.of('unknown-engine', `There is no engine "${name}"; choose ${ENGINE_NAMES.join(', ')}.`, 'engine');
}
