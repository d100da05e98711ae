import { useDraggable } from '@dnd-kit/react';
import { useLanguage } from '../../../i18n/language.ts';
import { Icon } from '../../../ui/icon.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { insertNode, replaceNode } from '../definition/edit-tree.ts';
import { type GroupNode, makeEmptyTree } from '../definition/tree.ts';
import { useLookup, useNodeFacts } from '../explore-context.ts';
import { useExploreStore } from '../explore-store.ts';
import { CardProblems } from './card-problems.tsx';
import { ConditionCard, useMoveKeys } from './condition-card.tsx';
import { DropSlot } from './drop-slot.tsx';
import { NodeMenu } from './node-menu.tsx';
import { nameNode } from './node-name.ts';
import { NodeNumbers } from './node-numbers.tsx';
import { NodeSwitch } from './node-switch.tsx';
import { useCardDrop } from './use-card-drop.ts';

interface GroupBodyProps {
  readonly group: GroupNode;
  readonly base: number | null;
}

/** A group inside the definition. */
function GroupCard({ group, base }: GroupBodyProps) {
  const { t, lang } = useLanguage();
  const lookup = useLookup();
  const { issues } = useNodeFacts();
  const { ref, handleRef, isDragging } = useDraggable({ id: group.id, data: useCardDrop(group) });
  const isActive = useExploreStore((state) => state.activeGroupId === group.id);
  const onMoveKey = useMoveKeys(group);
  const name = nameNode(group, lookup, t, lang);
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

/** The conditions of a group, with a gap before and after each that takes dragged ones. */
export function GroupBody({ group, base }: GroupBodyProps) {
  const { t } = useLanguage();
  const isRoot = useExploreStore((state) => state.tree.id === group.id);
  const isActive = useExploreStore((state) => state.activeGroupId === group.id);
  const setActiveGroup = useExploreStore((state) => state.setActiveGroup);
  const edit = useExploreStore((state) => state.edit);
  const joiner = group.mode === 'all' ? t.definition.and : t.definition.or;
  return (
    <div className="group-body">
      <ul className="plain-list group-list">
        {group.children.map((child, index) => (
          <li key={child.id}>
            <DropSlot groupId={group.id} index={index} />
            {index === 0 ? null : (
              <span className="group-joiner" aria-hidden="true">
                {joiner}
              </span>
            )}
            {child.kind === 'group' ? <GroupCard group={child} base={base} /> : <ConditionCard node={child} base={base} />}
          </li>
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
            edit((tree) => insertNode(tree, group.id, made));
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
