import type { WhyNode } from '@silhouette/model';
import { formatCount } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/language.ts';
import { Icon } from '../../../ui/icon.tsx';
import { Sentence } from '../../../ui/sentence.tsx';

/** Every condition with the customer's own value and its verdict, groups around what they hold. */
export function WhyTree({ nodes }: { readonly nodes: readonly WhyNode[] }) {
  return (
    <ul className="plain-list why-tree">
      <WhyItem nodes={nodes} at={0} />
    </ul>
  );
}

function WhyItem({ nodes, at }: { readonly nodes: readonly WhyNode[]; readonly at: number }) {
  const { t, lang } = useLanguage();
  const node = nodes[at];
  if (node === undefined) return null;
  const texts = t.exploring.why;
  const children = nodes.flatMap((child, index) => (child.parent === at ? [index] : []));
  const isGroup = node.kind === 'all' || node.kind === 'any' || node.kind === 'not';
  const groupName = node.kind === 'all' ? t.definition.all : node.kind === 'any' ? t.definition.any : t.definition.notLabel;
  return (
    <li>
      <div className={node.holds ? 'why-node holds' : 'why-node'}>
        <Icon name={node.holds ? 'check' : 'close'} size={14} />
        <span className="visually-hidden">{node.holds ? texts.holds : texts.fails}: </span>
        <span className={isGroup ? 'why-group' : 'why-condition'}>
          {isGroup ? groupName : <Sentence text={node.sentence?.[lang] ?? node.path} />}
        </span>
        {isGroup ? null : <span className="why-value">{describeOwn(node)}</span>}
      </div>
      {children.length === 0 ? null : (
        <ul className="plain-list why-children">
          {children.map((index) => (
            <WhyItem key={nodes[index]?.path ?? index} nodes={nodes} at={index} />
          ))}
        </ul>
      )}
    </li>
  );

  function describeOwn({ value, shown, rows }: WhyNode): string {
    const own = value === undefined ? '' : value === null ? texts.noValue : (shown?.[lang] ?? String(value));
    // A number of times says it already, and nothing was counted where there is nothing.
    const counted =
      rows === undefined || rows === 0 || String(value) === String(rows) ? '' : texts.rows(formatCount(rows, lang));
    return [own, counted].filter((text) => text !== '').join(' · ');
  }
}
