import { type EngineName, type PreparedQuestion, prepareQuestion } from '@silhouette/engine';
import type { Snapshot } from '@silhouette/lake';
import { type PlainValue, parseAsOf, SilhouetteError } from '@silhouette/model';
import type { Access } from './access/access.ts';
import type { BodyReader } from './read-body.ts';
import { readEngine } from './read-engine.ts';
import type { ServerContext } from './server-context.ts';

/** Keys of every question about an audience. */
export const QUESTION_KEYS = ['audience', 'asOf', 'snapshot', 'engine'] as const;

/** A question read from a body. */
interface ReadQuestion {
  readonly question: PreparedQuestion;
  /** The one asked for; null: the first that can answer. */
  readonly engine: EngineName | null;
  /** The other audience at the same snapshot and as-of; null without one. */
  readonly versus: PreparedQuestion | null;
}

/** What a further page answers for. */
interface QuestionPage {
  readonly snapshot: string;
  readonly asOfMs: number;
}

/**
 * Reads the question of a body that holds {@link QUESTION_KEYS}, and holds the attributes `named` beside it against the
 * catalog; finishes the body. A further page answers at the
 * snapshot and as-of of its first. `versus` is the definition of another audience, the key of that name.
 * @throws SilhouetteError with every issue.
 */
export async function readQuestion(
  body: BodyReader,
  context: ServerContext,
  access: Access,
  named: { readonly ids: readonly string[]; readonly path: string } | null = null,
  page: QuestionPage | null = null,
  versus: PlainValue = null,
): Promise<ReadQuestion> {
  const definition = body.required('audience');
  const asOf = body.text('asOf');
  const snapshotId = body.text('snapshot');
  const engineName = body.text('engine');
  const engine = await body.attempt(() => (engineName === null ? null : readEngine(engineName, access)));
  const snapshot = await body.attempt(() => context.snapshots.find(page?.snapshot ?? snapshotId, access));
  if (snapshot === null) return fail(body);
  if (named !== null) await body.attempt(() => context.answers.checkAttributes(snapshot, named.ids, named.path));
  const other = await body.attempt(() => (versus === null ? null : prepareVersus(context, access, snapshot, versus)));
  if (body.plain('audience') === undefined) return fail(body);
  const question = await body.attempt(() =>
    prepareQuestion({
      snapshot,
      definition,
      asOf: page === null ? asOf : new Date(page.asOfMs).toISOString(),
      resolveAudience: context.audiences.resolveFor(access, snapshot),
      definitionPath: 'audience',
    }),
  );
  if (page !== null && question !== null) await body.attempt(() => checkPage(page, snapshot, asOf, snapshotId));
  body.finish();
  if (question === null) return fail(body);
  const { asOfMs } = question.question;
  return {
    question,
    engine,
    versus: other === null ? null : { ...other, question: { ...other.question, asOfMs } },
  };
}

/** At the snapshot's own as-of: the one asked for is read with the question, so that what is wrong with it is told once. */
function prepareVersus(
  { audiences }: ServerContext,
  access: Access,
  snapshot: Snapshot,
  definition: PlainValue,
): Promise<PreparedQuestion> {
  return prepareQuestion({
    snapshot,
    definition,
    asOf: null,
    resolveAudience: audiences.resolveFor(access, snapshot),
    definitionPath: 'versus',
  });
}

/** A further page answers for its cursor: another as-of or snapshot beside it would be ignored, so it is refused. */
function checkPage(page: QuestionPage, snapshot: Snapshot, asOf: string | null, snapshotId: string | null): void {
  const asked = asOf === null ? null : parseAsOf(asOf, snapshot.catalog.timeZone);
  if (asked?.ok === false) throw new SilhouetteError(asked.issues);
  const sameAsOf = asked === null || asked.asOfMs === page.asOfMs;
  if (sameAsOf && (snapshotId === null || snapshotId === page.snapshot)) return;
  throw SilhouetteError.of(
    'invalid-cursor',
    `This cursor answers as of ${new Date(page.asOfMs).toISOString()} from snapshot ${page.snapshot}; ask the same, or begin again without it.`,
    'cursor',
  );
}

function fail(body: BodyReader): never {
  body.finish();
  throw new Error('A step failed without an issue.');
}
