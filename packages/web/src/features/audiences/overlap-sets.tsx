import type { OverlapAnswer, SavedAudience } from '@silhouette/model';
import { Link } from 'wouter';
import { PATHS } from '../../app/routes.ts';
import { formatCount, formatShare } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Select } from '../../ui/select.tsx';
import { MOST_COMPARED } from './overlap-address.ts';

interface OverlapSetsProps {
  readonly ids: readonly string[];
  readonly names: readonly string[];
  /** Undefined until it is there. */
  readonly answer: OverlapAnswer | undefined;
  readonly all: readonly SavedAudience[];
  readonly onChange: (ids: readonly string[]) => void;
}

/** The audiences that are compared, with their sizes; one more can be added, each taken out. */
export function OverlapSets({ ids, names, answer, all, onChange }: OverlapSetsProps) {
  const { t, lang } = useLanguage();
  const texts = t.audiences.overlap;
  const others = all.filter(({ id }) => !ids.includes(id));
  return (
    <div className="overlap-sets">
      <ol className="plain-list overlap-list">
        {ids.map((id, place) => {
          const side = answer?.audiences[place];
          const name = names[place] ?? id;
          return (
            <li key={id} className="overlap-set">
              <span className="overlap-letter" aria-hidden="true">
                {place + 1}
              </span>
              <div className="grow">
                <p className="library-name">
                  <Link href={PATHS.audience.replace(':id', encodeURIComponent(id))}>{name}</Link>
                </p>
                <p className="hint">{all.find((audience) => audience.id === id)?.sentence?.[lang] ?? ''}</p>
              </div>
              <p className="library-size">
                <span className="library-count">{side === undefined ? ' ' : formatCount(side.count, lang)}</span>
                <span className="quiet">{side === undefined ? '' : formatShare(side.share, lang)}</span>
              </p>
              <IconButton
                icon="close"
                label={texts.remove(name)}
                onClick={() => onChange(ids.filter((other) => other !== id))}
              />
            </li>
          );
        })}
      </ol>
      <div className="overlap-foot">
        {answer === undefined ? null : (
          <p>
            {texts.union}: <strong>{formatCount(answer.union.count, lang)}</strong>{' '}
            <span className="quiet">{formatShare(answer.union.share, lang)}</span>
          </p>
        )}
        {ids.length >= MOST_COMPARED || others.length === 0 ? null : (
          <Select
            label={texts.add}
            value=""
            options={[{ value: '', label: texts.addNone }, ...others.map(({ id, name }) => ({ value: id, label: name }))]}
            onChange={(id) => (id === '' ? undefined : onChange([...ids, id]))}
          />
        )}
      </div>
    </div>
  );
}
