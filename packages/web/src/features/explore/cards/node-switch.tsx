import { useLanguage } from '../../../i18n/language.ts';
import { replaceNode } from '../definition/edit-tree.ts';
import type { TreeNode } from '../definition/tree.ts';
import { useExploreStore } from '../explore-store.ts';
import { useNodeName } from './node-name.ts';

/** Switches a condition off for a moment, and on again: it stays on the page and in the address. */
export function NodeSwitch({ node }: { readonly node: TreeNode }) {
  const { t } = useLanguage();
  const edit = useExploreStore((state) => state.edit);
  const name = useNodeName(node);
  const announce = node.off ? t.defining.switchedOn(name) : t.defining.switchedOff(name);
  return (
    <button
      type="button"
      role="switch"
      className="switch"
      aria-checked={!node.off}
      aria-label={t.exploring.card.on(name)}
      title={node.off ? t.definition.switchOn : t.definition.switchOff}
      onClick={() => edit((tree) => replaceNode(tree, node.id, (item) => ({ ...item, off: !item.off })), { announce })}
    />
  );
}
