import { useLanguage } from '../../../i18n/language.ts';
import { Icon } from '../../../ui/icon.tsx';
import type { CustomersNode } from '../definition/tree.ts';
import { useExploreStore } from '../explore-store.ts';

/** A list of customers in a line; a click opens it. */
export function CustomersLine({ node }: { readonly node: CustomersNode }) {
  const { t } = useLanguage();
  const isOpen = useExploreStore((state) => state.openId === node.id);
  const setOpen = useExploreStore((state) => state.setOpen);
  const isUnset = node.keys.length === 0 && !node.finished;
  const said = isUnset ? t.ops.choose : node.keys.length === 0 ? t.customers.nobody : t.customers.summary(node.keys.length);
  return (
    <button type="button" className="line line-button" aria-expanded={isOpen} onClick={() => setOpen(isOpen ? null : node.id)}>
      <span className="line-icon">
        <Icon name="people" size={14} />
      </span>
      <span className="line-name">{t.customers.title}</span>
      <span className={isUnset ? 'line-value line-value-unset' : 'line-value'}>{said}</span>
    </button>
  );
}
