import { DropdownMenu } from 'radix-ui';
import { useLanguage } from '../../../i18n/language.ts';
import { HandBackFocus } from '../../../ui/hand-back-focus.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { MENU_ITEMS, moveFocusAtOnce } from '../../../ui/move-focus.ts';
import {
  canUnwrap,
  duplicateNode,
  findMoveTarget,
  findPlace,
  type MoveStep,
  moveNode,
  removeNode,
  replaceNode,
  unwrapGroup,
  wrapNode,
} from '../definition/edit-tree.ts';
import type { TreeNode } from '../definition/tree.ts';
import { useExploreStore } from '../explore-store.ts';
import { useNodeName } from './node-name.ts';

/** Everything that can be done with a condition or group. */
export function NodeMenu({ node }: { readonly node: TreeNode }) {
  const { t } = useLanguage();
  const name = useNodeName(node);
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger
        className="icon-button"
        aria-label={t.definition.options(name)}
        title={t.definition.options(name)}
        // Alt with an arrow moves the card; the library would open the menu, too.
        onKeyDown={(event) => (event.altKey ? event.preventDefault() : undefined)}
      >
        <Icon name="more" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="menu"
          align="end"
          sideOffset={4}
          collisionPadding={8}
          onKeyDownCapture={(event) => moveFocusAtOnce(event, MENU_ITEMS)}
        >
          <HandBackFocus />
          <NodeMenuItems node={node} name={name} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** The items of an open menu: only it looks for where the node could go. */
function NodeMenuItems({ node, name }: { readonly node: TreeNode; readonly name: string }) {
  const { t } = useLanguage();
  const tree = useExploreStore((state) => state.tree);
  const edit = useExploreStore((state) => state.edit);
  const place = findPlace(tree, node.id);
  const moves = (['up', 'down', 'in', 'out'] as const).map((step) => ({ step, target: findMoveTarget(tree, node.id, step) }));
  const moveNames: Record<MoveStep, string> = {
    up: t.definition.moveUp,
    down: t.definition.moveDown,
    in: t.definition.moveIn,
    out: t.definition.moveOut,
  };
  const toggle = (flag: 'negated' | 'off', announce: string) =>
    edit((now) => replaceNode(now, node.id, (item) => ({ ...item, [flag]: !item[flag] })), { announce });
  return (
    <>
      <DropdownMenu.Item
        className="menu-item"
        onSelect={() => toggle('negated', node.negated ? t.defining.unnegated(name) : t.defining.negated(name))}
      >
        {node.negated ? t.definition.unnegate : t.definition.negate}
      </DropdownMenu.Item>
      <DropdownMenu.Item
        className="menu-item"
        onSelect={() => toggle('off', node.off ? t.defining.switchedOn(name) : t.defining.switchedOff(name))}
      >
        {node.off ? t.definition.switchOn : t.definition.switchOff}
      </DropdownMenu.Item>
      <DropdownMenu.Item
        className="menu-item"
        onSelect={() => edit((now) => duplicateNode(now, node.id).tree, { announce: t.defining.duplicated(name) })}
      >
        {t.definition.duplicate}
      </DropdownMenu.Item>
      <DropdownMenu.Separator className="menu-line" />
      {moves.map(({ step, target }) =>
        target === null ? null : (
          <DropdownMenu.Item
            key={step}
            className="menu-item"
            onSelect={() =>
              edit((now) => moveNode(now, node.id, target.groupId, target.index), { announce: t.definition.moved(name) })
            }
          >
            {moveNames[step]}
          </DropdownMenu.Item>
        ),
      )}
      <DropdownMenu.Item
        className="menu-item"
        onSelect={() => edit((now) => wrapNode(now, node.id), { announce: t.defining.wrapped(name) })}
      >
        {t.definition.wrap}
      </DropdownMenu.Item>
      {node.kind === 'group' && place !== null && canUnwrap(place.group, node) ? (
        <DropdownMenu.Item
          className="menu-item"
          onSelect={() => edit((now) => unwrapGroup(now, node.id), { announce: t.defining.unwrapped(name) })}
        >
          {t.definition.unwrap}
        </DropdownMenu.Item>
      ) : null}
      <DropdownMenu.Separator className="menu-line" />
      <DropdownMenu.Item
        className="menu-item menu-danger"
        onSelect={() => edit((now) => removeNode(now, node.id), { announce: t.definition.removed(name) })}
      >
        {t.definition.remove}
      </DropdownMenu.Item>
    </>
  );
}
