import type { AlikeTrait, PortraitAnswer, Trait } from '@silhouette/model';
import { useId, useState } from 'react';
import { formatCount, formatRatio, formatShare } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/language.ts';
import { Icon } from '../../../ui/icon.tsx';
import { Sentence } from '../../../ui/sentence.tsx';
import { useLookup } from '../explore-context.ts';
import { useExploreStore } from '../explore-store.ts';
import { addTrait } from './add-trait.ts';

type Versus = PortraitAnswer['versus']['kind'];

/** Folded traits in sight at first. */
const FIRST_ALIKE = 8;

interface TraitListProps {
  readonly traits: readonly Trait[];
  readonly versus: Versus;
  /** Whether each differs by more than chance. */
  readonly isTelling?: boolean;
}

/** Traits, most telling first; a click makes one a condition. */
export function TraitList({ traits, versus, isTelling = false }: TraitListProps) {
  return (
    <ol className="plain-list traits">
      {traits.map((trait) => (
        <TraitItem key={trait.attribute} trait={trait} versus={versus} isTelling={isTelling} />
      ))}
    </ol>
  );
}

interface TraitItemProps {
  readonly trait: Trait;
  readonly versus: Versus;
  readonly isTelling: boolean;
}

function TraitItem({ trait, versus, isTelling }: TraitItemProps) {
  const { t, lang } = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole || trait.alike.length <= FIRST_ALIKE + 1 ? trait.alike : trait.alike.slice(0, FIRST_ALIKE);
  const listId = useId();
  return (
    <li className="trait" data-trait={trait.attribute}>
      <TraitLine
        line={trait}
        versus={versus}
        says={trait.sentence[lang]}
        tag={[...(isTelling ? [t.portrait.beyondChance] : []), t.portrait.effects[trait.effect.size]].join(' · ')}
      />
      {trait.alike.length === 0 ? null : (
        <>
          <button
            type="button"
            className="link-button trait-more"
            aria-expanded={isOpen}
            aria-controls={listId}
            onClick={() => setOpen(!isOpen)}
          >
            <Icon name={isOpen ? 'down' : 'right'} size={12} /> {t.portrait.alike(trait.alike.length)}
          </button>
          <ul className="plain-list traits traits-alike" id={listId} hidden={!isOpen}>
            {isOpen
              ? shown.map((alike) => (
                  <li key={alike.attribute} className="trait" data-trait={alike.attribute}>
                    <TraitLine line={alike} versus={versus} says={null} tag={t.portrait.because[alike.because]} />
                  </li>
                ))
              : null}
            {isOpen && shown.length < trait.alike.length ? (
              <li>
                <button type="button" className="link-button trait-more" onClick={() => setWhole(true)}>
                  {t.group.showMore(trait.alike.length - shown.length)}
                </button>
              </li>
            ) : null}
          </ul>
        </>
      )}
    </li>
  );
}

interface TraitLineProps {
  readonly line: Trait | AlikeTrait;
  readonly versus: Versus;
  /** The whole fact as a sentence; null: it is made of the numbers. */
  readonly says: string | null;
  readonly tag: string;
}

/** One fact: in words, with both shares as bars, and how far they are apart. */
function TraitLine({ line, versus, says, tag }: TraitLineProps) {
  const { t, lang } = useLanguage();
  const { attributeById } = useLookup();
  const { edit, activeGroupId } = useExploreStore();
  const attribute = attributeById.get(line.attribute);
  const [here, there] = [formatShare(line.share, lang), formatShare(line.versusShare, lang)];
  const title = [
    ...(says === null ? [] : [says]),
    t.portrait.here(formatCount(line.count, lang), formatCount(line.of, lang), here),
    t.portrait.there[versus](formatCount(line.versusCount, lang), formatCount(line.versusOf, lang), there),
  ].join('\n');
  const add = () => {
    if (attribute === undefined) return;
    edit((tree) => addTrait(tree, attribute, line.part, activeGroupId)?.tree ?? tree, {
      announce: t.definition.addedTo(line.says[lang]),
    });
  };
  return (
    <button
      type="button"
      className="trait-line"
      title={title}
      aria-label={`${t.group.add(line.says[lang])}. ${title}`}
      disabled={attribute === undefined}
      onClick={add}
    >
      <span className="trait-says">
        <Sentence text={line.says[lang]} />
      </span>
      <span className={differenceClass(line)}>{writeDifference(line, lang, t.group.ratio, t.portrait.points)}</span>
      {says === null ? null : (
        <span className="trait-sentence">
          <Sentence text={says} />
        </span>
      )}
      <TraitBar share={line.share} text={here} isHere />
      <TraitBar share={line.versusShare} text={there} isHere={false} />
      <span className="trait-tag">{tag}</span>
    </button>
  );
}

function TraitBar({ share, text, isHere }: { readonly share: number | null; readonly text: string; readonly isHere: boolean }) {
  return (
    <span className={isHere ? 'trait-bar is-here' : 'trait-bar'}>
      <span className="trait-track">
        <span style={{ width: `${(share ?? 0) * 100}%` }} />
      </span>
      <span className="trait-share">{text}</span>
    </span>
  );
}

/** Ratios nearer to 1 say little of large shares: the difference is then told in points, as sentences do. */
const TELLING_RATIO = 1.5;

function writeDifference(
  { ratio, differencePoints }: Trait | AlikeTrait,
  lang: 'ko' | 'en',
  ratioText: (text: string) => string,
  pointsText: (text: string) => string,
): string {
  if (ratio !== null && ratio !== 0 && (ratio >= TELLING_RATIO || ratio <= 1 / TELLING_RATIO)) {
    return ratioText(formatRatio(ratio, lang));
  }
  if (differencePoints === null) return '';
  const options = { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'exceptZero' } as const;
  return pointsText(new Intl.NumberFormat(lang, options).format(differencePoints));
}

function differenceClass({ differencePoints }: Trait | AlikeTrait): string {
  return (differencePoints ?? 0) > 0 ? 'trait-difference is-high' : 'trait-difference is-low';
}
