import { useDraggable } from '@dnd-kit/react';
import { memo } from 'react';
import { useLanguage } from '../../../i18n/language.ts';
import { Icon } from '../../../ui/icon.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { countConditions, insertNode, replaceNode } from '../definition/edit-tree.ts';
import { type GroupNode, makeEmptyTree, type NodeId, type TreeNode } from '../definition/tree.ts';
import { useNodeFacts } from '../explore-context.ts';
import { useExploreStore } from '../explore-store.ts';
import { CardProblems } from './card-problems.tsx';
import { ConditionCard, useMoveKeys } from './condition-card.tsx';
import { DropSlot } from './drop-slot.tsx';
import { LazyItem } from './lazy-item.tsx';
import { NodeMenu } from './node-menu.tsx';
import { useNodeName } from './node-name.ts';
import { NodeNumbers } from './node-numbers.tsx';
import { NodeSwitch } from './node-switch.tsx';
import { useCardDrop } from './use-card-drop.ts';

interface GroupBodyProps {
  readonly group: GroupNode;
  readonly base: number | null;
}

/** A group inside the definition. */
function GroupCard({ group, base }: GroupBodyProps) {
  const { t } = useLanguage();
  const { issues } = useNodeFacts();
  const { ref, handleRef, isDragging } = useDraggable({ id: group.id, data: useCardDrop(group) });
  const isActive = useExploreStore((state) => state.activeGroupId === group.id);
  const onMoveKey = useMoveKeys(group);
  const name = useNodeName(group);
  const classes = ['card group-card', group.off ? 'is-off' : '', isActive ? 'is-active' : '', isDragging ? 'is-dragged' : ''];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of conditions, not of form fields
    <div ref={ref} className={classes.join(' ')} role="group" aria-label={name} data-node-id={group.id} onKeyDown={onMoveKey}>
      <div className="card-row">
        <span ref={handleRef} className="card-handle" title={t.definition.drag(name)} aria-hidden="true">
          <Icon name="drag" />
        </span>
        <div className="card-main">
          {group.off ? <span className="badge badge-off">{t.definition.off}</span> : null}
          {group.negated ? <span className="badge badge-not">{t.definition.not}</span> : null}
          <ModeSwitch group={group} />
        </div>
        <NodeNumbers node={group} base={base} />
        <NodeSwitch node={group} />
        <NodeMenu node={group} />
      </div>
      <GroupBody group={group} base={base} />
      <CardProblems issues={issues.get(group.id) ?? []} />
    </div>
  );
}

/** How a group's conditions join. */
export function ModeSwitch({ group }: { readonly group: GroupNode }) {
  const { t } = useLanguage();
  const edit = useExploreStore((state) => state.edit);
  return (
    <Segmented
      small
      label={t.definition.modeLabel}
      value={group.mode}
      options={[
        { value: 'all', label: t.definition.all },
        { value: 'any', label: t.definition.any },
      ]}
      onChange={(mode) =>
        edit((tree) => replaceNode(tree, group.id, (node) => (node.kind === 'group' ? { ...node, mode } : node)))
      }
    />
  );
}

interface GroupItemProps {
  readonly node: TreeNode;
  readonly groupId: NodeId;
  readonly index: number;
  readonly joiner: string;
  readonly base: number | null;
  readonly isLazy: boolean;
  readonly isMarked: boolean;
}

/** A condition of a group and the gap before it. By `memo`, so that a change of one of a thousand draws one. */
const GroupItem = memo(function GroupItem({ node, groupId, index, joiner, base, isLazy, isMarked }: GroupItemProps) {
  return (
    <LazyItem node={node} isLazy={isLazy} isMarked={isMarked}>
      <DropSlot groupId={groupId} index={index} />
      {index === 0 ? null : (
        <span className="group-joiner" aria-hidden="true">
          {joiner}
        </span>
      )}
      {node.kind === 'group' ? <GroupCard group={node} base={base} /> : <ConditionCard node={node} base={base} />}
    </LazyItem>
  );
});

/** Conditions up to which all cards of a definition are drawn at once. */
const MOST_DRAWN = 60;
/** Cards with a problem up to which all of them are drawn. */
const MOST_MARKED = 20;
const longTrees = new WeakMap<GroupNode, boolean>();

function isLongTree(tree: GroupNode): boolean {
  const known = longTrees.get(tree) ?? countConditions(tree) > MOST_DRAWN;
  longTrees.set(tree, known);
  return known;
}

/** The conditions of a group, with a gap before and after each that takes dragged ones. */
export function GroupBody({ group, base }: GroupBodyProps) {
  const { t } = useLanguage();
  const isRoot = useExploreStore((state) => state.tree.id === group.id);
  const isActive = useExploreStore((state) => state.activeGroupId === group.id);
  const setActiveGroup = useExploreStore((state) => state.setActiveGroup);
  const edit = useExploreStore((state) => state.edit);
  const isLong = useExploreStore((state) => isLongTree(state.tree));
  const { issues } = useNodeFacts();
  const joiner = group.mode === 'all' ? t.definition.and : t.definition.or;
  return (
    <div className="group-body">
      <ul className="plain-list group-list">
        {group.children.map((child, index) => (
          <GroupItem
            key={child.id}
            node={child}
            groupId={group.id}
            index={index}
            joiner={joiner}
            base={base}
            isLazy={isLong}
            isMarked={issues.size <= MOST_MARKED && issues.has(child.id)}
          />
        ))}
      </ul>
      <DropSlot groupId={group.id} index={group.children.length} />
      {group.children.length === 0 && !isRoot ? <p className="card-note">{t.definition.emptyGroup}</p> : null}
      <div className="group-foot">
        <button
          type="button"
          className="link-button"
          onClick={() => {
            const made: GroupNode = { ...makeEmptyTree(), mode: group.mode === 'all' ? 'any' : 'all' };
            edit((tree) => insertNode(tree, group.id, made), { announce: t.definition.addedTo(t.definition.group) });
            setActiveGroup(made.id);
          }}
        >
          <Icon name="plus" size={12} /> {t.definition.addGroup}
        </button>
        {isRoot ? null : (
          <button
            type="button"
            className="link-button"
            aria-pressed={isActive}
            onClick={() => setActiveGroup(isActive ? null : group.id)}
          >
            {isActive ? <Icon name="check" size={12} /> : null} {isActive ? t.definition.addHere : t.definition.activeGroup}
          </button>
        )}
      </div>
    </div>
  );
}
