import type { CatalogAttribute } from '@silhouette/model';
import { useEffect, useState } from 'react';
import {
  attachUnit,
  formatCount,
  formatDayText,
  formatDecimalText,
  formatInstant,
  formatMean,
  formatShare,
  formatShort,
  NO_VALUE,
} from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/language.ts';
import { BinAxis } from '../bin-axis.tsx';
import type { ComparedBin, ComparedPanel } from '../compare/compare-panel.ts';
import { nameVersus } from '../compare/name-versus.ts';
import type { Versus } from '../compare/versus.ts';
import { useLookup } from '../explore-context.ts';
import { shiftDay } from '../shift-day.ts';

interface HistogramPanelViewProps {
  readonly panel: Extract<ComparedPanel, { histogram: unknown }>;
  readonly versus: Versus['kind'];
  readonly attribute: CatalogAttribute;
  readonly onChoose: (from: string | null, to: string | null) => void;
}

/** A distribution against those compared with, with its figures; a click or a brush makes a range a condition. */
export function HistogramPanelView({ panel, versus, attribute, onChoose }: HistogramPanelViewProps) {
  const { t, lang } = useLanguage();
  const { catalog } = useLookup();
  // One stop of the Tab key for the whole histogram: arrows move within it.
  const [active, setActive] = useState(0);
  const [brush, setBrush] = useState<{ readonly from: number; readonly to: number } | null>(null);
  const said = nameVersus(versus, t);
  const bins = panel.histogram;
  const shareOf = (bin: ComparedBin) => (panel.present === 0 ? 0 : bin.count / panel.present);
  const baseShareOf = (bin: ComparedBin) =>
    panel.basePresent === null || panel.basePresent === 0 ? 0 : (bin.baseCount ?? 0) / panel.basePresent;
  const highest = Math.max(0.0001, ...bins.flatMap((bin) => [shareOf(bin), baseShareOf(bin)]));
  const isNumber = panel.type === 'number';
  // A total says something of money and of counts made from events; of ages it does not.
  const isSummed = attribute.origin === 'computed' || (attribute.unit !== null && attribute.unit === catalog.currency);
  const formatEdge = (edge: string) =>
    isNumber ? attachUnit(formatDecimalText(edge, lang), attribute.unit, lang) : formatDayText(edge, lang);
  const nameBin = (bin: ComparedBin) => nameRange(bin.from, bin.to);
  const nameRange = (from: string | null, to: string | null) => {
    if (from === null)
      return to === null ? '' : isNumber ? t.group.binBelow(formatEdge(to)) : t.group.binBefore(formatEdge(to));
    if (to === null) return isNumber ? t.group.binAbove(formatEdge(from)) : t.group.binAfter(formatEdge(from));
    return isNumber
      ? t.group.bin(formatEdge(from), formatEdge(to))
      : t.group.binDates(formatEdge(from), formatEdge(shiftDay(to, -1)));
  };
  const choose = (first: number, last: number) => {
    const [low, high] = [Math.min(first, last), Math.max(first, last)];
    onChoose(bins[low]?.from ?? null, bins[high]?.to ?? null);
  };
  useEffect(() => {
    // A brush that ends outside of the bars is given up.
    const end = () => setBrush(null);
    addEventListener('pointerup', end);
    addEventListener('pointercancel', end);
    return () => {
      removeEventListener('pointerup', end);
      removeEventListener('pointercancel', end);
    };
  }, []);
  const inBrush = (index: number) =>
    brush !== null && index >= Math.min(brush.from, brush.to) && index <= Math.max(brush.from, brush.to);
  const value = (text: string | null) => {
    if (text === null) return NO_VALUE;
    if (isNumber) return attachUnit(formatDecimalText(text, lang), attribute.unit, lang);
    return panel.type === 'datetime' ? formatInstant(text, catalog.timeZone, lang) : formatDayText(text, lang);
  };
  return (
    <>
      <div className="histogram" title={`${t.group.brushHint}\n${t.exploring.panel.brush}`}>
        {bins.map((bin, index) => {
          const title = [
            nameBin(bin),
            t.group.inGroup(formatCount(bin.count, lang), formatShare(panel.present === 0 ? null : shareOf(bin), lang)),
            ...(bin.baseCount === null
              ? []
              : [
                  said.count(
                    formatCount(bin.baseCount, lang),
                    formatShare(panel.basePresent === 0 ? null : baseShareOf(bin), lang),
                  ),
                ]),
          ].join('\n');
          return (
            <button
              key={`${bin.from} ${bin.to}`}
              type="button"
              className={inBrush(index) ? 'bin is-brushed' : 'bin'}
              tabIndex={index === Math.min(active, bins.length - 1) ? 0 : -1}
              onFocus={() => setActive(index)}
              onKeyDown={(event) => {
                if (event.key === 'Escape') setBrush(null);
                if (event.key === 'Enter' && brush !== null && brush.from !== brush.to) {
                  // The click that Enter would make is of one bar only.
                  event.preventDefault();
                  choose(brush.from, brush.to);
                  setBrush(null);
                }
                const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
                const next = event.currentTarget.parentElement?.children[index + (step ?? 0)];
                if (step === undefined || !(next instanceof HTMLElement)) return;
                event.preventDefault();
                setBrush(event.shiftKey ? { from: brush?.from ?? index, to: index + step } : null);
                next.focus();
              }}
              title={title}
              aria-label={`${t.group.add(attribute.label[lang])} · ${title}`}
              onPointerDown={(event) => {
                if (event.button !== 0) return;
                // Touch captures the pointer on the first bar; the others must hear of it too.
                event.currentTarget.releasePointerCapture(event.pointerId);
                setBrush({ from: index, to: index });
              }}
              onPointerEnter={() => (brush === null ? undefined : setBrush({ from: brush.from, to: index }))}
              onPointerUp={() => {
                if (brush !== null && brush.from !== index) choose(brush.from, index);
              }}
              onClick={() => choose(index, index)}
            >
              <span className="bin-base" style={{ height: `${(baseShareOf(bin) / highest) * 100}%` }} />
              <span className="bin-fill" style={{ height: `${(shareOf(bin) / highest) * 100}%` }} />
            </button>
          );
        })}
      </div>
      <BinAxis bins={bins} format={(edge) => (isNumber ? formatShort(edge, lang) : formatDayText(edge, lang))} />
      {panel.present === 0 ? (
        <p className="hint">{t.group.noneHave}</p>
      ) : panel.min === null && panel.median === null && panel.max === null ? null : (
        <dl className="figures">
          <Figure name={t.group.min} value={value(panel.min)} />
          <Figure name={t.group.median} value={value(panel.median)} />
          {panel.type === 'number' ? (
            <Figure name={t.group.mean} value={attachUnit(formatMean(panel.mean, lang), attribute.unit, lang)} />
          ) : null}
          <Figure name={t.group.max} value={value(panel.max)} />
          {panel.type === 'number' && isSummed && panel.sum !== null ? (
            <Figure name={t.group.sum} value={value(panel.sum)} />
          ) : null}
        </dl>
      )}
    </>
  );
}

function Figure({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
