import { parseDay } from '@silhouette/model';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { describeAsOf } from '../../../i18n/describe-as-of.ts';
import { readAsOf } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/language.ts';
import { CommitInput } from '../../../ui/commit-input.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { useLookup } from '../explore-context.ts';
import { useExploreStore } from '../explore-store.ts';

/** As of when the page looks, and how to look from another day. */
export function MomentPicker({ asOf }: { readonly asOf: string }) {
  const { t, lang } = useLanguage();
  const { catalog } = useLookup();
  const { asOf: chosen, snapshot, setMoment } = useExploreStore();
  const moment = readAsOf(asOf, catalog.timeZone);
  const text = describeAsOf(asOf, catalog.timeZone, { t, lang });
  const shownDay = moment.kind === 'day' ? moment.text : '';
  const [day, setDay] = useState(shownDay);
  const isPinned = chosen !== null || snapshot !== null;
  return (
    // It begins at the day the page looks from, which newer data and undo change.
    <Popover.Root onOpenChange={(isOpen) => (isOpen ? setDay(shownDay) : undefined)}>
      <Popover.Trigger className={isPinned ? 'token moment is-pinned' : 'token moment'}>
        <Icon name="clock" size={14} />
        <span className="visually-hidden">{t.group.asOf}: </span>
        {text}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover" align="end" sideOffset={6} collisionPadding={12} aria-label={t.group.asOf}>
          <div className="stack">
            <CommitInput
              label={t.group.asOfDate}
              showLabel
              type="date"
              value={day}
              check={(typed) => (typed === '' || parseDay(typed) !== null ? null : t.number.invalidDate)}
              onCommit={setDay}
            />
            <p className="hint">{t.group.asOfHint}</p>
            <div className="bounds-row">
              <Popover.Close
                className="button button-primary"
                disabled={day === ''}
                onClick={() => setMoment({ asOf: day, snapshot })}
              >
                {t.group.asOfApply}
              </Popover.Close>
              <Popover.Close className="button" disabled={!isPinned} onClick={() => setMoment({ asOf: null, snapshot: null })}>
                {t.group.newest}
              </Popover.Close>
            </div>
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
