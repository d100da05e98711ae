import { Popover } from 'radix-ui';
import { useCatalog } from '../api/queries.ts';
import { describeAsOf } from '../i18n/describe-as-of.ts';
import { formatCount } from '../i18n/format.ts';
import { useLanguage } from '../i18n/language.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { Icon } from '../ui/icon.tsx';

/** How far the newest data reaches; opens what else there is to say of it. */
export function Freshness() {
  const { t, lang } = useLanguage();
  const texts = t.shell.data;
  const { data } = useCatalog(false);
  if (data === undefined) return null;
  const text = describeAsOf(data.asOf, data.timeZone, { t, lang });
  return (
    <Popover.Root>
      <Popover.Trigger className="header-fresh" aria-label={t.shell.freshness(text)}>
        <Icon name="clock" size={14} />
        <span className="header-fresh-text">{t.shell.freshness(text)}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="popover data-facts"
          align="end"
          sideOffset={6}
          collisionPadding={12}
          aria-label={texts.title}
        >
          <p className="popover-title">{data.name}</p>
          <dl>
            <dt>{texts.reaches}</dt>
            <dd>{text}</dd>
            <dt>{texts.customers}</dt>
            <dd>{formatCount(data.base, lang)}</dd>
            <dt>{texts.timeZone}</dt>
            <dd>{data.timeZone}</dd>
            <dt>{texts.snapshot}</dt>
            <dd className="mono">{data.snapshot}</dd>
          </dl>
          <p className="hint">{texts.hint}</p>
          <CopyButton className="link-button" label={texts.copy} read={() => data.snapshot} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
