import { useRef } from 'react';
import { formatCount, formatRatio, formatShare } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/language.ts';
import { nameVersus } from '../compare/name-versus.ts';
import type { Versus } from '../compare/versus.ts';
import { useDragSource } from '../drag/drag-source.tsx';
import type { SlotPlace } from '../drag/drop-place.ts';

interface BarProps {
  readonly label: string;
  /** What a click adds, by name. */
  readonly name: string;
  readonly count: number;
  readonly share: number | null;
  /** Of those compared with; null where it is not known. */
  readonly baseCount: number | null;
  readonly baseShare: number | null;
  readonly ratio: number | null;
  /** The share that fills the track. */
  readonly widest: number;
  readonly versus: Versus['kind'];
  readonly isQuiet?: boolean;
  /** Makes it a condition, at a place that it was dragged to; absent where no condition says it. */
  readonly onAdd?: (place?: SlotPlace) => void;
}

/** Some of the group against those compared with; a click makes them a condition, a drag puts it between others. */
export function Bar(props: BarProps) {
  const { t, lang } = useLanguage();
  const element = useRef<HTMLButtonElement>(null);
  const { label, count, share, baseCount, baseShare, ratio, widest, onAdd } = props;
  const { onPointerEnter, source } = useDragSource(element, (place) => onAdd?.(place));
  const said = nameVersus(props.versus, t);
  const title = [
    t.group.inGroup(formatCount(count, lang), formatShare(share, lang)),
    baseCount === null ? t.exploring.versus.unknown : said.count(formatCount(baseCount, lang), formatShare(baseShare, lang)),
    ...(ratio === null ? [] : [said.ratio(formatRatio(ratio, lang))]),
  ].join('\n');
  const parts = (
    <>
      <span className="bar-label">{label}</span>
      <span className="bar-track">
        <span className="bar-base" style={{ width: `${((baseShare ?? 0) / widest) * 100}%` }} />
        <span
          className={count === 0 ? 'bar-fill is-none' : 'bar-fill'}
          style={{ width: `${((share ?? 0) / widest) * 100}%` }}
        />
      </span>
      <span className="bar-count">{formatCount(count, lang)}</span>
      <span className="bar-share">{formatShare(share, lang)}</span>
      <span className={ratioClass(ratio)}>{ratio === null || count === 0 ? '' : t.group.ratio(formatRatio(ratio, lang))}</span>
    </>
  );
  const className = props.isQuiet === true ? 'bar bar-other' : 'bar';
  if (onAdd === undefined) {
    return (
      <div className={className} title={title}>
        {parts}
      </div>
    );
  }
  return (
    <>
      {source}
      <button
        ref={element}
        type="button"
        className={className}
        title={title}
        aria-label={`${t.group.add(props.name)}. ${title}`}
        onClick={() => onAdd()}
        onPointerEnter={onPointerEnter}
      >
        {parts}
      </button>
    </>
  );
}

/** Ratios far from one stand out. */
function ratioClass(ratio: number | null): string {
  if (ratio === null) return 'bar-ratio';
  if (ratio >= 1.2) return 'bar-ratio is-high';
  return ratio <= 0.8 ? 'bar-ratio is-low' : 'bar-ratio';
}
