import { useCatalog } from '../api/queries.ts';
import { formatDayText, formatInstant, readAsOf } from '../i18n/format.ts';
import { useLanguage } from '../i18n/language.ts';
import { Icon } from '../ui/icon.tsx';
import { Tooltip } from '../ui/tooltip.tsx';

/** How far the newest data reaches; the snapshot's name on hover. */
export function Freshness() {
  const { t, lang } = useLanguage();
  const { data } = useCatalog();
  if (data === undefined) return null;
  const moment = readAsOf(data.asOf, data.timeZone);
  const text =
    moment.kind === 'day'
      ? t.group.through(formatDayText(moment.text, lang))
      : t.group.until(formatInstant(data.asOf, data.timeZone, lang));
  return (
    <Tooltip text={`${t.shell.freshness(text)} · ${t.shell.snapshot(data.snapshot)}`}>
      <button type="button" className="header-fresh" aria-label={t.shell.freshness(text)}>
        <Icon name="clock" size={14} />
        <span className="header-fresh-text">{t.shell.freshness(text)}</span>
      </button>
    </Tooltip>
  );
}
