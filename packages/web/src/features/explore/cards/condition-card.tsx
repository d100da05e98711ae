import { useDraggable } from '@dnd-kit/react';
import { assertNever } from '@silhouette/model';
import type { KeyboardEvent, ReactNode } from 'react';
import { useLanguage } from '../../../i18n/language.ts';
import { Icon } from '../../../ui/icon.tsx';
import { findMoveTarget, moveNode } from '../definition/edit-tree.ts';
import type { GroupNode, TreeNode } from '../definition/tree.ts';
import { AttributeEditor } from '../editors/attribute-editor.tsx';
import { AudienceEditor } from '../editors/audience-editor.tsx';
import { setCustomers } from '../editors/edit-node.ts';
import { TextValuesEditor } from '../editors/text-values-editor.tsx';
import { useLookup, useNodeFacts } from '../explore-context.ts';
import { useExploreStore } from '../explore-store.ts';
import { AttributeLine } from './attribute-line.tsx';
import { AudienceLine } from './audience-line.tsx';
import { CardProblems } from './card-problems.tsx';
import { CustomersLine } from './customers-line.tsx';
import { EventLine } from './event-line.tsx';
import { NodeMenu } from './node-menu.tsx';
import { useNodeName } from './node-name.ts';
import { NodeNumbers } from './node-numbers.tsx';
import { NodeSwitch } from './node-switch.tsx';
import { SequenceLine } from './sequence-line.tsx';
import { useCardDrop } from './use-card-drop.ts';

type LeafNode = Exclude<TreeNode, GroupNode>;

/** A condition: its line, its numbers, its editor, and what is wrong with it. */
export function ConditionCard({ node, base }: { readonly node: LeafNode; readonly base: number | null }) {
  const { t } = useLanguage();
  const { issues, unfinished } = useNodeFacts();
  const isOpen = useExploreStore((state) => state.openId === node.id);
  const { ref, handleRef, isDragging } = useDraggable({ id: node.id, data: useCardDrop(node) });
  const onMoveKey = useMoveKeys(node);
  const name = useNodeName(node);
  const problems = issues.get(node.id) ?? [];
  const classes = ['card', node.off ? 'is-off' : '', problems.length > 0 ? 'has-problem' : '', isDragging ? 'is-dragged' : ''];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Alt and arrows move the card from any control inside it
    <div ref={ref} className={classes.join(' ')} data-node={node.kind} data-node-id={node.id} onKeyDown={onMoveKey}>
      <div className="card-row">
        <span ref={handleRef} className="card-handle" title={t.definition.drag(name)} aria-hidden="true">
          <Icon name="drag" />
        </span>
        <div className="card-main">
          {node.off ? <span className="badge badge-off">{t.definition.off}</span> : null}
          {node.negated ? (
            <span className="badge badge-not" title={t.definition.notLabel}>
              {t.definition.not}
            </span>
          ) : null}
          <LeafLine node={node} />
        </div>
        <NodeNumbers node={node} base={base} />
        <NodeSwitch node={node} />
        <NodeMenu node={node} />
      </div>
      {isOpen ? <LeafEditor node={node} /> : null}
      {unfinished.has(node.id) && !node.off ? <p className="card-note">{t.definition.unfinished}</p> : null}
      <CardProblems issues={problems} />
    </div>
  );
}

function LeafLine({ node }: { readonly node: LeafNode }): ReactNode {
  const { t } = useLanguage();
  const lookup = useLookup();
  switch (node.kind) {
    case 'attribute': {
      const attribute = lookup.attributeById.get(node.attribute);
      if (attribute === undefined) return <span className="line line-unknown">{t.definition.unknown(node.attribute)}</span>;
      return <AttributeLine node={node} attribute={attribute} />;
    }
    case 'event': {
      const event = lookup.eventById.get(node.event);
      if (event === undefined) return <span className="line line-unknown">{t.definition.unknown(node.event)}</span>;
      return <EventLine node={node} event={event} />;
    }
    case 'sequence':
      return <SequenceLine node={node} />;
    case 'customers':
      return <CustomersLine node={node} />;
    case 'audience':
      return <AudienceLine node={node} />;
    default:
      return assertNever(node);
  }
}

function LeafEditor({ node }: { readonly node: LeafNode }): ReactNode {
  const { t } = useLanguage();
  const lookup = useLookup();
  const edit = useExploreStore((state) => state.edit);
  if (node.kind === 'attribute') {
    const attribute = lookup.attributeById.get(node.attribute);
    if (attribute === undefined) return null;
    return (
      <div className="card-editor">
        <AttributeEditor node={node} attribute={attribute} />
      </div>
    );
  }
  if (node.kind === 'customers') {
    return (
      <div className="card-editor">
        <TextValuesEditor
          label={t.customers.keys}
          hint={t.customers.hint}
          values={node.keys}
          splitCommas
          onChange={(keys) =>
            edit((tree) => setCustomers(tree, node.id, { keys, finished: false }), { merge: `customers ${node.id}` })
          }
        />
      </div>
    );
  }
  if (node.kind === 'audience') {
    return (
      <div className="card-editor">
        <AudienceEditor node={node} />
      </div>
    );
  }
  return null;
}

/** Alt with an arrow moves a card: up and down, into a group beside it, out of its group. */
export function useMoveKeys(node: TreeNode): (event: KeyboardEvent) => void {
  const { t } = useLanguage();
  const name = useNodeName(node);
  const edit = useExploreStore((state) => state.edit);
  return (event) => {
    const steps = { ArrowUp: 'up', ArrowDown: 'down', ArrowRight: 'in', ArrowLeft: 'out' } as const;
    const step = Object.entries(steps).find(([key]) => key === event.key)?.[1];
    if (!event.altKey || step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const target = findMoveTarget(useExploreStore.getState().tree, node.id, step);
    if (target === null) return;
    edit((tree) => moveNode(tree, node.id, target.groupId, target.index), { announce: t.definition.moved(name) });
  };
}
