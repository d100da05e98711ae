import type { OverlapRegion } from '@silhouette/model';
import { useId, useState } from 'react';
import { Link } from 'wouter';
import { usePartPortrait } from '../../api/several.ts';
import { formatCount, formatShare } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import { useDelayed } from '../../ui/use-delayed.ts';
import type { JsonObject } from '../explore/definition/to-definition.ts';
import { describePart } from './describe-part.ts';
import { writeExploreLink } from './explore-link.ts';

/** Traits that are told of a part. */
const TRAITS = 5;
const DOT_STEP = 22;
const DOT_RADIUS = 6;

interface PartRowProps {
  readonly region: OverlapRegion;
  /** Names of the audiences, in their order. */
  readonly names: readonly string[];
  /** Customers of the largest part, whose bar is the longest. */
  readonly largest: number;
  /** Everyone in at least one of the audiences; null where the definitions are too long. */
  readonly union: JsonObject | null;
}

/** One part: in which audiences, how many, and on demand what sets it apart. */
export function PartRow({ region, names, largest, union }: PartRowProps) {
  const { t, lang } = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const detailsId = useId();
  const texts = t.audiences.overlap;
  const said = describePart(region, names, t);
  // The server repeats the definitions that were sent: JSON objects.
  const part = region.audience as JsonObject | null;
  const link = part === null ? null : writeExploreLink(part);
  return (
    <>
      <tr data-part={region.in.join('+')}>
        <td className="part-dots">
          <Dots region={region} of={names.length} />
        </td>
        <th scope="row" className="part-name">
          {said}
        </th>
        <td className="part-bar-cell">
          <svg className="part-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
            <rect width={(100 * region.count) / largest} height="10" />
          </svg>
        </td>
        <td className="numeric part-count">{formatCount(region.count, lang)}</td>
        <td className="numeric">{formatShare(region.share, lang)}</td>
        <td className="part-tools">
          {link === null ? null : (
            <Link className="link-button" href={link} aria-label={t.audiences.people.exploreAria(said)}>
              {t.audiences.people.explore}
            </Link>
          )}
          {part === null || union === null ? null : (
            <button
              type="button"
              className="link-button"
              aria-expanded={isOpen}
              aria-controls={detailsId}
              aria-label={texts.apartAria(said)}
              onClick={() => setOpen(!isOpen)}
            >
              {texts.apart}
            </button>
          )}
        </td>
      </tr>
      {isOpen && part !== null && union !== null ? (
        <tr className="part-details" id={detailsId}>
          <td />
          <td colSpan={5}>
            <PartTraits part={part} union={union} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

/** A dot for each audience, filled where the part is in it; those joined by a line. */
function Dots({ region, of }: { readonly region: OverlapRegion; readonly of: number }) {
  const xOf = (place: number) => DOT_STEP / 2 + place * DOT_STEP;
  const [first, last] = [region.in[0] ?? 0, region.in.at(-1) ?? 0];
  return (
    <svg width={of * DOT_STEP} height={DOT_STEP} viewBox={`0 0 ${of * DOT_STEP} ${DOT_STEP}`} aria-hidden="true">
      {Array.from({ length: of }, (_, place) => xOf(place)).map((x, place) => (
        <circle key={x} className={region.in.includes(place) ? 'dot is-in' : 'dot'} cx={x} cy={DOT_STEP / 2} r={DOT_RADIUS} />
      ))}
      {first === last ? null : <line className="dot-line" x1={xOf(first)} x2={xOf(last)} y1={DOT_STEP / 2} y2={DOT_STEP / 2} />}
    </svg>
  );
}

function PartTraits({ part, union }: { readonly part: JsonObject; readonly union: JsonObject }) {
  const { t, lang } = useLanguage();
  const portrait = usePartPortrait(part, union, TRAITS);
  const isSlow = useDelayed(portrait.isPending);
  const texts = t.audiences.overlap;
  if (portrait.isError) {
    return (
      <p className="field-problem" role="alert">
        {texts.apartFailed}
      </p>
    );
  }
  if (portrait.data === undefined) return <p className="hint">{isSlow ? texts.comparing : ' '}</p>;
  if (portrait.data.traits.length === 0) return <p className="hint">{texts.apartNone}</p>;
  return (
    <ol className="conflict-list" data-testid="part-traits">
      {portrait.data.traits.map((trait) => (
        <li key={trait.attribute}>{trait.sentence[lang]}</li>
      ))}
    </ol>
  );
}
