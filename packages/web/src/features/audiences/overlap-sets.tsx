import type { OverlapAnswer, SavedAudience } from '@silhouette/model';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { Link } from 'wouter';
import { writeAudiencePath } from '../../app/routes.ts';
import { formatCount, formatShare } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { AudienceChoice } from './audience-choice.tsx';
import { MOST_COMPARED } from './overlap-address.ts';

interface OverlapSetsProps {
  readonly ids: readonly string[];
  readonly names: readonly string[];
  /** Undefined until it is there. */
  readonly answer: OverlapAnswer | undefined;
  /** Those that are there, by id. */
  readonly known: ReadonlyMap<string, SavedAudience>;
  readonly onChange: (ids: readonly string[]) => void;
}

/** The audiences that are compared, with their sizes; one more can be added, each taken out. */
export function OverlapSets({ ids, names, answer, known, onChange }: OverlapSetsProps) {
  const { t, lang } = useLanguage();
  const texts = t.audiences.overlap;
  const [isAdding, setAdding] = useState(false);
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
                  <Link href={writeAudiencePath(id)}>{name}</Link>
                </p>
                <p className="hint">{known.get(id)?.sentence?.[lang] ?? ''}</p>
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
        {ids.length >= MOST_COMPARED ? null : (
          <Popover.Root open={isAdding} onOpenChange={setAdding}>
            <Popover.Trigger className="button">{texts.add}</Popover.Trigger>
            <Popover.Portal>
              <Popover.Content className="popover" align="start" sideOffset={6} collisionPadding={12} aria-label={texts.add}>
                <AudienceChoice
                  label={texts.add}
                  value=""
                  hidden={ids}
                  onChange={(id) => {
                    setAdding(false);
                    onChange([...ids, id]);
                  }}
                />
              </Popover.Content>
            </Popover.Portal>
          </Popover.Root>
        )}
      </div>
    </div>
  );
}
