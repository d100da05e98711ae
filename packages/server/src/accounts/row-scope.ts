import { listHiddenTests } from '@silhouette/engine';
import type { Snapshot } from '@silhouette/lake';
import {
  listReferences,
  type PlainValue,
  parseJsonText,
  parsePredicate,
  SilhouetteError,
  writeJsonText,
} from '@silhouette/model';

/** A row scope as the store keeps it; null: all customers. */
export function readStoredScope(text: string | null): PlainValue | null {
  return text === null ? null : parseJsonText(text);
}

/**
 * A row scope of a body, checked against the catalog as who gives it sees it; null for all customers.
 * @throws SilhouetteError with every issue: what the catalog lacks, and saved audiences, which others could change.
 */
export async function writeScope(scope: PlainValue | undefined, findSnapshot: () => Promise<Snapshot>): Promise<string | null> {
  if (scope === undefined || scope === null) return null;
  const snapshot = await findSnapshot();
  const { catalog } = snapshot;
  const parsed = parsePredicate(scope, { catalog });
  if (!parsed.ok)
    throw new SilhouetteError(
      parsed.issues.map((issue) => ({ ...issue, path: issue.path === '' ? 'rowScope' : `rowScope.${issue.path}` })),
    );
  if (listReferences(parsed.predicate).length > 0) {
    const message = 'A row scope cannot refer to saved audiences: whoever may change one would change it.';
    throw SilhouetteError.of('invalid-value', message, 'rowScope');
  }
  const hidden = listHiddenTests(parsed.predicate, snapshot);
  if (hidden.length > 0) throw new SilhouetteError(hidden.map((issue) => ({ ...issue, path: 'rowScope' })));
  return writeJsonText(scope);
}
