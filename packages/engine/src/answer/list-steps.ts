import { assertNever, joinIndex, joinKey, type NestedStep, type Predicate, type ResolvedPredicate } from '@silhouette/model';
import type { StepGroup } from '../audience-engine.ts';

/** A condition of the waterfall, or one inside of a group. */
interface ListedStep extends Pick<NestedStep, 'path' | 'join' | 'excluded'> {
  /** Whether it is a step of the waterfall itself. */
  readonly isOutermost: boolean;
  readonly written: Predicate;
}

/** The steps of a definition, and the same as they are counted: in one order. */
export interface ListedSteps {
  readonly steps: readonly ListedStep[];
  readonly group: StepGroup;
}

/**
 * The steps of a definition, as written and as resolved: those of an outermost `all`, else the definition as the only one. `withInner`:
 * also every condition inside of groups, each behind what it is inside of.
 */
export function listSteps(written: Predicate, own: ResolvedPredicate, withInner: boolean): ListedSteps {
  const steps: ListedStep[] = [];
  const listParts = (
    join: 'all' | 'any',
    children: readonly { readonly written: Predicate; readonly own: ResolvedPredicate; readonly path: string }[],
    isOutermost: boolean,
    excluded: boolean,
  ): StepGroup => ({
    join,
    parts: children.map((child) => {
      steps.push({ path: child.path, join, excluded, isOutermost, written: child.written });
      const inner = withInner ? listInner(child.written, child.own, child.path, excluded) : null;
      return { predicate: child.own, inner };
    }),
  });
  const listInner = (one: Predicate, resolved: ResolvedPredicate, path: string, excluded: boolean): StepGroup | null => {
    const group = findGroup(one, resolved, path, excluded);
    return group === null ? null : listParts(group.join, group.children, false, group.excluded);
  };
  const outermost = written.kind === 'all' ? findGroup(written, own, '', false) : null;
  const group = listParts('all', outermost?.children ?? [{ written, own, path: '' }], true, false);
  return { steps, group };
}

/** How many conditions stand inside of groups and are no step of an outermost `all`. */
export function countInner(written: Predicate): number {
  const count = (one: Predicate): number => {
    if (one.kind === 'not') return count(one.child);
    if (one.kind !== 'all' && one.kind !== 'any') return 0;
    return one.children.reduce((sum, child) => sum + 1 + count(child), 0);
  };
  return count(written) - (written.kind === 'all' ? written.children.length : 0);
}

interface FoundGroup {
  readonly join: 'all' | 'any';
  readonly excluded: boolean;
  readonly children: readonly { readonly written: Predicate; readonly own: ResolvedPredicate; readonly path: string }[];
}

/** The group that a condition is, or takes out; null where it is none. */
function findGroup(written: Predicate, own: ResolvedPredicate, path: string, excluded: boolean): FoundGroup | null {
  switch (written.kind) {
    case 'all':
    case 'any': {
      // Resolving puts definitions in the place of references and changes nothing else: the two go side by side.
      if (own.kind !== written.kind) return null;
      const { kind } = written;
      const children = written.children.flatMap((child, index) => {
        const resolved = own.children[index];
        return resolved === undefined ? [] : [{ written: child, own: resolved, path: joinIndex(joinKey(path, kind), index) }];
      });
      return { join: kind, excluded, children };
    }
    case 'not':
      return own.kind === 'not' ? findGroup(written.child, own.child, joinKey(path, 'not'), !excluded) : null;
    case 'attribute':
    case 'event':
    case 'sequence':
    case 'customers':
    case 'audience':
      return null;
    default:
      return assertNever(written);
  }
}
