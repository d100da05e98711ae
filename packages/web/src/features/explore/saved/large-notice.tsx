import { useLanguage } from '../../../i18n/language.ts';
import { Icon } from '../../../ui/icon.tsx';
import { useExploreStore } from '../explore-store.ts';

/** Says that a question is too large for an address, and what that means; nothing where it is not. */
export function LargeNotice() {
  const { t } = useLanguage();
  const kept = useExploreStore((state) => state.kept);
  if (kept === 'address') return null;
  return (
    <div className="notice large-notice" role="status">
      <Icon name="info" size={18} />
      <div className="notice-body">
        <p className="notice-title">{t.defining.large.title}</p>
        <p>{kept === 'tab' ? t.defining.large.text : t.defining.large.unkept}</p>
      </div>
    </div>
  );
}
