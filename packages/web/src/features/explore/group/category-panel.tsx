import type { CatalogAttribute } from '@silhouette/model';
import { useState } from 'react';
import { formatCount, formatRatio, formatShare } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/language.ts';
import type { ComparedPanel } from '../compare/compare-panel.ts';
import { nameVersus } from '../compare/name-versus.ts';
import type { Versus } from '../compare/versus.ts';
import { describeValue, namingOf } from '../describe.ts';

interface CategoryPanelViewProps {
  readonly panel: Extract<ComparedPanel, { values: unknown }>;
  readonly versus: Versus['kind'];
  readonly attribute: CatalogAttribute;
  readonly onChoose: (value: string) => void;
}

/** Values shown at first. */
const FIRST_VALUES = 7;

/** The group's values as bars against those compared with; a click makes one a condition. */
export function CategoryPanelView({ panel, versus, attribute, onChoose }: CategoryPanelViewProps) {
  const texts = useLanguage();
  const { t, lang } = texts;
  const [isWhole, setWhole] = useState(false);
  const said = nameVersus(versus, t);
  const naming = namingOf(attribute, new Map());
  const shown = isWhole || panel.values.length <= FIRST_VALUES + 1 ? panel.values : panel.values.slice(0, FIRST_VALUES);
  const widest = Math.max(0.0001, ...panel.values.flatMap((item) => [item.share ?? 0, item.baseShare ?? 0]));
  return (
    <>
      <ul className="plain-list bars">
        {shown.map((item) => {
          const shownLabel =
            panel.type === 'boolean' ? describeValue(item.value, naming, texts) : (item.labels?.[lang] ?? item.label);
          const share = formatShare(item.share, lang);
          const title = [
            t.group.inGroup(formatCount(item.count, lang), share),
            item.baseCount === null
              ? t.exploring.versus.unknown
              : said.count(formatCount(item.baseCount, lang), formatShare(item.baseShare, lang)),
            ...(item.ratio === null ? [] : [said.ratio(formatRatio(item.ratio, lang))]),
          ].join('\n');
          return (
            <li key={item.value}>
              <button
                type="button"
                className="bar"
                title={title}
                aria-label={`${t.group.add(`${attribute.label[lang]} · ${shownLabel}`)}. ${title}`}
                onClick={() => onChoose(item.value)}
              >
                <span className="bar-label">{shownLabel}</span>
                <span className="bar-track">
                  <span className="bar-base" style={{ width: `${((item.baseShare ?? 0) / widest) * 100}%` }} />
                  <span
                    className={item.count === 0 ? 'bar-fill is-none' : 'bar-fill'}
                    style={{ width: `${((item.share ?? 0) / widest) * 100}%` }}
                  />
                </span>
                <span className="bar-count">{formatCount(item.count, lang)}</span>
                <span className="bar-share">{share}</span>
                <span className={ratioClass(item.ratio)}>
                  {item.ratio === null || item.count === 0 ? '' : t.group.ratio(formatRatio(item.ratio, lang))}
                </span>
              </button>
            </li>
          );
        })}
        {panel.other > 0 && (isWhole || shown.length === panel.values.length) ? (
          <li className="bar bar-other">
            <span className="bar-label">{t.group.other}</span>
            <span />
            <span className="bar-count">{formatCount(panel.other, lang)}</span>
            <span className="bar-share">{formatShare(panel.present === 0 ? null : panel.other / panel.present, lang)}</span>
            <span />
          </li>
        ) : null}
      </ul>
      {shown.length === panel.values.length && !isWhole ? null : (
        <button type="button" className="link-button" onClick={() => setWhole(!isWhole)}>
          {isWhole ? t.group.showLess : t.group.showMore(panel.values.length - shown.length)}
        </button>
      )}
    </>
  );
}

/** Ratios far from one stand out. */
function ratioClass(ratio: number | null): string {
  if (ratio === null) return 'bar-ratio';
  if (ratio >= 1.2) return 'bar-ratio is-high';
  return ratio <= 0.8 ? 'bar-ratio is-low' : 'bar-ratio';
}
