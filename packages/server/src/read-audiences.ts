import { type EngineName, prepareQuestion, type WrittenAudience } from '@silhouette/engine';
import type { PlainValue } from '@silhouette/model';
import type { Access } from './access/access.ts';
import type { BodyReader } from './read-body.ts';
import { readEngine } from './read-engine.ts';
import type { ServerContext } from './server-context.ts';

/** Keys of every question about several audiences, beside those that hold them. */
export const SCOPE_KEYS = ['asOf', 'snapshot', 'engine'] as const;

/** Several audiences at one snapshot and as-of. */
interface ReadAudiences {
  readonly audiences: readonly [WrittenAudience, ...WrittenAudience[]];
  /** The one asked for; null: the first that can answer. */
  readonly engine: EngineName | null;
}

/**
 * Reads the audiences of a body that holds {@link SCOPE_KEYS}, each a definition with its place in the body; finishes the body.
 * `definitions` is null where what holds them is wrong, which the body has been told.
 * @throws SilhouetteError with every issue of all.
 */
export async function readAudiences(
  body: BodyReader,
  context: ServerContext,
  access: Access,
  definitions: readonly { readonly definition: PlainValue; readonly path: string }[] | null,
): Promise<ReadAudiences> {
  const asOf = body.text('asOf');
  const snapshotId = body.text('snapshot');
  const engineName = body.text('engine');
  const engine = await body.attempt(() => (engineName === null ? null : readEngine(engineName, access)));
  const snapshot = await body.attempt(() => context.snapshots.find(snapshotId, access));
  const audiences: WrittenAudience[] = [];
  for (const [place, { definition, path }] of (definitions ?? []).entries()) {
    if (snapshot === null) break;
    const prepared = await body.attempt(() =>
      prepareQuestion({
        snapshot,
        definition,
        // What is wrong with the as-of is told once.
        asOf: place === 0 ? asOf : null,
        resolveAudience: context.audiences.resolveFor(access, snapshot),
        definitionPath: path,
      }),
    );
    if (prepared !== null) audiences.push({ prepared, definition });
  }
  body.finish();
  const [first, ...others] = audiences;
  if (first === undefined) throw new Error('No audience was read, and nothing is wrong with any.');
  const { asOfMs } = first.prepared.question;
  const atAsOf = ({ prepared, definition }: WrittenAudience): WrittenAudience => ({
    definition,
    prepared: { ...prepared, question: { ...prepared.question, asOfMs } },
  });
  return { audiences: [first, ...others.map(atAsOf)], engine };
}
