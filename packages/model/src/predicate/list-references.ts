import { assertNever } from '../assert-never.ts';
import type { AudienceId } from '../brand.ts';
import { isPlainList, isPlainObject, type PlainValue, plainValueAt } from '../text/plain-value.ts';
import type { Predicate } from './predicate.ts';

/** A saved audience that a definition names; `version` null: the newest. */
export interface AudienceReference {
  readonly id: AudienceId;
  readonly version: number | null;
}

/** The saved audiences that a predicate itself refers to, each once, in its order; those inside of them are not looked at. */
export function listReferences(predicate: Predicate): AudienceReference[] {
  const found = new Map<string, AudienceReference>();
  collect(predicate, found);
  return [...found.values()];
}

function collect(predicate: Predicate, found: Map<string, AudienceReference>): void {
  switch (predicate.kind) {
    case 'all':
    case 'any':
      for (const child of predicate.children) collect(child, found);
      return;
    case 'not':
      collect(predicate.child, found);
      return;
    case 'audience':
      found.set(`${predicate.version ?? 'newest'} ${predicate.audience}`, {
        id: predicate.audience,
        version: predicate.version,
      });
      return;
    case 'attribute':
    case 'event':
    case 'sequence':
    case 'customers':
      return;
    default:
      assertNever(predicate);
  }
}

/** As {@link listReferences} of a definition that was not read yet, and may be none: as often as they stand in it. */
export function listPlainReferences(plain: PlainValue): { readonly id: string; readonly version: number | null }[] {
  if (isPlainList(plain)) return plain.flatMap(listPlainReferences);
  if (!isPlainObject(plain)) return [];
  const id = plainValueAt(plain, 'audience');
  const version = plainValueAt(plain, 'version');
  // A number is kept as its digits, or written as text.
  const own = typeof id === 'string' ? [{ id, version: version === undefined ? null : Number(String(version)) }] : [];
  return [...own, ...Object.values(plain).flatMap(listPlainReferences)];
}
