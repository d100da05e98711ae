import type { CatalogAttribute } from '@silhouette/model';
import { useState } from 'react';
import { useLanguage } from '../../../i18n/language.ts';
import type { ComparedPanel } from '../compare/compare-panel.ts';
import { measureRest } from '../compare/measure-rest.ts';
import type { Versus } from '../compare/versus.ts';
import { describeValue, namingOf } from '../describe.ts';
import type { SlotPlace } from '../drag/drop-place.ts';
import { Bar } from './bar.tsx';

interface CategoryPanelViewProps {
  readonly panel: Extract<ComparedPanel, { values: unknown }>;
  readonly versus: Versus['kind'];
  readonly attribute: CatalogAttribute;
  readonly onChoose: (value: string, place?: SlotPlace) => void;
  readonly onOthers: (place?: SlotPlace) => void;
}

/** Values shown at first. */
const FIRST_VALUES = 7;

/** The group's values as bars against those compared with; a click makes one a condition. */
export function CategoryPanelView({ panel, versus, attribute, onChoose, onOthers }: CategoryPanelViewProps) {
  const texts = useLanguage();
  const { t, lang } = texts;
  const [isWhole, setWhole] = useState(false);
  const naming = namingOf(attribute, new Map());
  const shown = isWhole || panel.values.length <= FIRST_VALUES + 1 ? panel.values : panel.values.slice(0, FIRST_VALUES);
  const isAll = shown.length === panel.values.length;
  const others = measureRest(panel.other, panel.present, panel.otherBase, panel.basePresent);
  const hasOthers = isAll && (panel.other > 0 || (panel.otherBase ?? 0) > 0);
  const shares = panel.values.flatMap((item) => [item.share ?? 0, item.baseShare ?? 0]);
  const widest = Math.max(0.0001, ...shares, ...(hasOthers ? [others.share ?? 0, others.baseShare ?? 0] : []));
  return (
    <>
      <ul className="plain-list bars">
        {shown.map((item) => {
          const label =
            panel.type === 'boolean' ? describeValue(item.value, naming, texts) : (item.labels?.[lang] ?? item.label);
          return (
            <li key={item.value}>
              <Bar
                label={label}
                name={`${attribute.label[lang]} · ${label}`}
                count={item.count}
                share={item.share}
                baseCount={item.baseCount}
                baseShare={item.baseShare}
                ratio={item.ratio}
                widest={widest}
                versus={versus}
                onAdd={(place) => onChoose(item.value, place)}
              />
            </li>
          );
        })}
        {hasOthers ? (
          <li>
            <Bar
              label={t.group.other}
              name={`${attribute.label[lang]} · ${t.group.other}`}
              {...others}
              widest={widest}
              versus={versus}
              isQuiet
              // Who has a tag that is not listed may have listed ones, too: no condition says that.
              {...(panel.type === 'tags' || panel.other === 0 ? {} : { onAdd: onOthers })}
            />
          </li>
        ) : null}
      </ul>
      {isAll && !isWhole ? null : (
        <button type="button" className="link-button" onClick={() => setWhole(!isWhole)}>
          {isWhole ? t.group.showLess : t.group.showMore(panel.values.length - shown.length)}
        </button>
      )}
    </>
  );
}
