import { useLanguage } from '../i18n/language.ts';
import { useDelayed } from './use-delayed.ts';

/** The outline of a table that is on its way; nothing for the first 150 ms, which need no word. */
export function TableSkeleton({ rows }: { readonly rows: number }) {
  const { t } = useLanguage();
  const isShown = useDelayed(true);
  if (!isShown) return null;
  return (
    <div className="skeleton" role="status">
      <span className="visually-hidden">{t.loading}</span>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows that are all alike have no other name
        <span key={index} className="skeleton-row" aria-hidden="true" />
      ))}
    </div>
  );
}
