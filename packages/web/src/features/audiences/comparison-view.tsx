import type { CompareAnswer } from '@silhouette/model';
import { Link } from 'wouter';
import { formatCount } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import { writeExploreLink } from './explore-link.ts';
import './save-dialog.css';
import { Sentence } from '../../ui/sentence.tsx';

interface ComparisonViewProps {
  readonly comparison: CompareAnswer;
  /** What is said where no condition differs. */
  readonly same: string;
  /** Whether links open beside this page, which then keeps what is being written. */
  readonly isBeside?: boolean;
}

/** Two definitions in people (gained, lost, in both), each to be explored, and in conditions. */
export function ComparisonView({ comparison, same, isBeside = false }: ComparisonViewProps) {
  const { t } = useLanguage();
  const texts = t.audiences.people;
  const { differences, moreDifferences } = comparison;
  return (
    <div className="comparison">
      <dl className="people">
        <People kind="gained" moved={comparison.gained} isBeside={isBeside} />
        <People kind="lost" moved={comparison.lost} isBeside={isBeside} />
        <People kind="kept" moved={comparison.kept} isBeside={isBeside} />
      </dl>
      {differences.length === 0 ? <p>{same}</p> : <Differences comparison={comparison} />}
      {moreDifferences === 0 ? null : <p className="hint">{texts.moreDifferences(moreDifferences)}</p>}
    </div>
  );
}

function Differences({ comparison }: { readonly comparison: CompareAnswer }) {
  const { t, lang } = useLanguage();
  return (
    <div>
      <p className="field-label">{t.audiences.people.conditions}</p>
      <ul className="conflict-list">
        {comparison.differences.map((difference) => (
          <li key={`${difference.kind} ${difference.beforePath} ${difference.afterPath}`}>
            <Sentence text={difference.sentence[lang]} />
          </li>
        ))}
      </ul>
    </div>
  );
}

interface PeopleProps {
  readonly kind: 'gained' | 'lost' | 'kept';
  readonly moved: CompareAnswer['gained'];
  readonly isBeside: boolean;
}

function People({ kind, moved, isBeside }: PeopleProps) {
  const { t, lang } = useLanguage();
  const texts = t.audiences.people;
  const sign = { gained: '+', lost: '−', kept: '' }[kind];
  const link = moved.count === 0 ? null : writeExploreLink(moved.audience);
  return (
    <div className={`people-${kind}`}>
      <dt>{texts[kind]}</dt>
      <dd>
        <span className={moved.count === 0 ? 'people-count is-none' : 'people-count'}>
          {moved.count === 0 ? texts.none : `${sign}${formatCount(moved.count, lang)}`}
        </span>{' '}
        {link === null ? null : (
          <Link
            className="link-button"
            href={link}
            aria-label={texts.exploreAria(texts[kind])}
            {...(isBeside ? { target: '_blank', rel: 'noopener' } : {})}
          >
            {texts.explore}
          </Link>
        )}
      </dd>
    </div>
  );
}
