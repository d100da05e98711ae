import { useAudience } from '../../../api/audiences.ts';
import { useLanguage } from '../../../i18n/language.ts';
import { Icon } from '../../../ui/icon.tsx';
import type { AudienceNode } from '../definition/tree.ts';
import { useExploreStore } from '../explore-store.ts';

/** A saved audience as a condition, in a line; a click opens it. */
export function AudienceLine({ node }: { readonly node: AudienceNode }) {
  const { t } = useLanguage();
  const isOpen = useExploreStore((state) => state.openId === node.id);
  const setOpen = useExploreStore((state) => state.setOpen);
  const isUnset = node.audience === '';
  const named = useAudience(isUnset ? null : node.audience);
  const texts = t.audiences.condition;
  const name = named.data?.name ?? node.audience;
  const said = isUnset ? t.ops.choose : node.version === null ? name : texts.atVersion(name, node.version);
  return (
    <button type="button" className="line line-button" aria-expanded={isOpen} onClick={() => setOpen(isOpen ? null : node.id)}>
      <span className="line-icon">
        <Icon name="people" size={14} />
      </span>
      <span className="line-name">{texts.title}</span>
      <span className={isUnset ? 'line-value line-value-unset' : 'line-value'}>{said}</span>
    </button>
  );
}
