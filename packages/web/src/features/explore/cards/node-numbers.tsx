import { useMemo } from 'react';
import { useAloneCount } from '../../../api/queries.ts';
import { formatCount } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/language.ts';
import { toDefinition } from '../definition/to-definition.ts';
import { makeEmptyTree, type TreeNode } from '../definition/tree.ts';
import { useNodeFacts, useSnapshot } from '../explore-context.ts';
import { useExploreStore } from '../explore-store.ts';

/** How many are left after a condition (or found so far, where any of a group holds), and how many it alone lets through. */
export function NodeNumbers({ node, base }: { readonly node: TreeNode; readonly base: number | null }) {
  const { t, lang } = useLanguage();
  const { numbers, unfinished, issues, isStale } = useNodeFacts();
  const asOf = useExploreStore((state) => state.asOf);
  const snapshot = useSnapshot();
  const known = numbers.get(node.id);
  const takesPart = !node.off && !unfinished.has(node.id) && !issues.has(node.id);
  // Of very many nested conditions the explanation has no numbers: they are asked one by one.
  const audience = useMemo(() => toDefinition({ ...makeEmptyTree(), children: [{ ...node, off: false }] }).definition, [node]);
  const alone = useAloneCount({ audience, asOf, snapshot }, takesPart && known === undefined && !isStale).data;
  if (!takesPart) return null;
  const remaining = known?.remaining;
  const words = t.exploring.waterfall[known?.excluded === true ? 'excluded' : (known?.join ?? 'all')];
  const aloneCount = known?.alone ?? alone;
  return (
    <span className={isStale ? 'card-numbers is-stale' : 'card-numbers'}>
      {remaining === undefined ? null : (
        <span className="card-remaining" title={words.title}>
          {words.write(formatCount(remaining, lang))}
        </span>
      )}
      {aloneCount === undefined ? null : (
        <span className="card-alone" title={t.definition.aloneTitle}>
          {t.definition.alone(formatCount(aloneCount, lang))}
        </span>
      )}
      {base === null || base === 0 || remaining === undefined ? null : (
        <span className="card-bar" aria-hidden="true">
          <span style={{ width: `${(remaining / base) * 100}%` }} />
        </span>
      )}
    </span>
  );
}
