import { formatCount } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/language.ts';

interface AheadCountProps {
  readonly count: number | undefined;
  /** Whether a click takes a value away that was chosen. */
  readonly takesAway?: boolean;
}

/** What the group would be after a click on something, beside it; its place stays while the number is on its way. */
export function AheadCount({ count, takesAway = false }: AheadCountProps) {
  const { t, lang } = useLanguage();
  if (count === undefined) return <span className="ahead" />;
  const text = formatCount(count, lang);
  const texts = t.exploring.lookAhead;
  const title = (takesAway ? texts.without : texts.title)(text, t.group.customers(count));
  return (
    <span className="ahead" title={title}>
      <span className="visually-hidden">{texts.column}: </span>
      {text}
    </span>
  );
}
