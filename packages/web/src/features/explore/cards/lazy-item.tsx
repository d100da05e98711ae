import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useLanguage } from '../../../i18n/language.ts';
import { countConditions } from '../definition/edit-tree.ts';
import type { TreeNode } from '../definition/tree.ts';
import { useExploreStore } from '../explore-store.ts';
import { useNodeName } from './node-name.ts';
import { watchNearness } from './watch-nearness.ts';

/** Height of a card that was not drawn yet, in pixels. */
const CARD_HEIGHT = 48;
/** What a card with something open or focused in it, or under the pointer's drag, matches: it stays as it is. */
const HELD = ':focus-within, :has([aria-expanded=true]), :has(.is-dragged)';

interface LazyItemProps {
  readonly node: TreeNode;
  /** Whether the definition is long: else every item is drawn whole. */
  readonly isLazy: boolean;
  /** Whether it is drawn wherever it is, as one with a problem. */
  readonly isMarked: boolean;
  readonly children: ReactNode;
}

/**
 * An item of a definition; of a long one: drawn whole near the part in sight, and while it is used; else a button with its name
 * that keeps its place, by which keyboards and screen readers come to it.
 */
export function LazyItem({ node, isLazy, isMarked, children }: LazyItemProps) {
  const { t } = useLanguage();
  const isOpen = useExploreStore((state) => state.openId === node.id);
  const item = useRef<HTMLLIElement>(null);
  const [isNear, setNear] = useState(!isLazy);
  const [height, setHeight] = useState<number | null>(null);
  const wantsFocus = useRef(false);
  const isWhole = !isLazy || isNear || isMarked || isOpen;
  const name = useNodeName(node, isWhole);
  useEffect(() => {
    const element = item.current;
    if (element === null || !isLazy) return;
    return watchNearness(element, (near) => {
      if (!near && element.matches(HELD)) return;
      if (!near && element.dataset.whole === 'true') setHeight(element.offsetHeight);
      setNear(near);
    });
  }, [isLazy]);
  useLayoutEffect(() => {
    if (!isWhole || !wantsFocus.current) return;
    wantsFocus.current = false;
    item.current?.querySelector<HTMLElement>('button, input, select, textarea')?.focus();
  }, [isWhole]);
  if (isWhole) {
    return (
      <li ref={item} data-whole="true">
        {children}
      </li>
    );
  }
  return (
    <li ref={item} style={{ minHeight: height ?? countConditions(node) * CARD_HEIGHT }}>
      <div className="card card-lazy" data-node={node.kind} data-node-id={node.id}>
        <button
          type="button"
          className="line line-button"
          onFocus={() => {
            wantsFocus.current = true;
            setNear(true);
          }}
        >
          {t.defining.lazy(name, node.off)}
        </button>
      </div>
    </li>
  );
}
