import { formatCount } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/language.ts';

/** What the group would be with something, beside it; its place stays while the number is on its way. */
export function AheadCount({ count }: { readonly count: number | undefined }) {
  const { t, lang } = useLanguage();
  if (count === undefined) return <span className="ahead" />;
  const text = formatCount(count, lang);
  return (
    <span className="ahead" title={t.exploring.lookAhead.title(text, t.group.customers(count))}>
      <span className="visually-hidden">{t.exploring.lookAhead.column}: </span>
      {text}
    </span>
  );
}
