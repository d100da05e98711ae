import type { SavedAudience } from '@silhouette/model';
import { memo, useRef } from 'react';
import { Link } from 'wouter';
import { useMay } from '../../api/accounts.ts';
import { useAudienceHistory, useAudienceSize } from '../../api/audiences.ts';
import { writeAudiencePath } from '../../app/routes.ts';
import { formatCount, formatShare } from '../../i18n/format.ts';
import { formatAgo } from '../../i18n/format-ago.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Icon } from '../../ui/icon.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem, MenuLine } from '../../ui/menu.tsx';
import { Sentence } from '../../ui/sentence.tsx';
import { explainUnreadable } from './explain-unreadable.ts';
import { writeExploreLink } from './explore-link.ts';
import { Sparkline } from './sparkline.tsx';
import { useSeen } from './use-seen.ts';

/** Months that the small line of a row covers. */
const ROW_MONTHS = 12;

interface AudienceRowProps {
  readonly audience: SavedAudience;
  readonly nowMs: number;
  readonly timeZone: string;
  readonly isSelected: boolean;
  /** Whether one more may be selected. */
  readonly canSelect: boolean;
  /** Whether another one on the page has the same name. */
  readonly isNamesake: boolean;
  readonly onSelect: (id: string) => void;
  readonly onTag: (tag: string) => void;
  readonly onDuplicate: (audience: SavedAudience) => void;
  readonly onDelete: (audience: SavedAudience) => void;
}

/** One audience of the library; its size and history are asked for once it is in sight. */
export const AudienceRow = memo(function AudienceRow(props: AudienceRowProps) {
  const { audience, nowMs, timeZone, isSelected, canSelect, isNamesake, onSelect, onTag, onDuplicate, onDelete } = props;
  const maySave = useMay('audience.save');
  const { t, lang } = useLanguage();
  const row = useRef<HTMLLIElement>(null);
  const isSeen = useSeen(row);
  const { id, version, name } = audience;
  const isReadable = audience.sentence !== null;
  const history = useAudienceHistory(id, version, ROW_MONTHS, isSeen && isReadable);
  const link = writeExploreLink(audience.definition, { id, version });
  const texts = t.audiences;
  const unreadable = explainUnreadable(audience, t);
  return (
    <li ref={row} className="library-row" data-audience={id}>
      <input
        type="checkbox"
        aria-label={texts.library.select(isNamesake ? `${name} (${id})` : name)}
        checked={isSelected}
        disabled={!isSelected && !canSelect}
        onChange={() => onSelect(id)}
      />
      <div className="library-main">
        <h2 className="library-name">
          <Link href={writeAudiencePath(id)}>{name}</Link>
          {isNamesake ? <span className="hint mono library-id"> {id}</span> : null}
        </h2>
        {audience.sentence === null ? (
          <p className="field-problem">
            <Icon name="warn" size={12} /> {unreadable.title} {unreadable.reasons[0]}
          </p>
        ) : (
          <p className="library-sentence">
            <Sentence text={audience.sentence[lang]} />
          </p>
        )}
        {audience.tags.length === 0 ? null : (
          <ul className="plain-list library-tags" aria-label={texts.library.tags}>
            {audience.tags.map((tag) => (
              <li key={tag}>
                <button type="button" className="tag tag-button" onClick={() => onTag(tag)}>
                  {tag}
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
      <RowSize audience={audience} isAsked={isSeen && isReadable} />
      <div className="library-trend">
        {history.isError ? (
          <span className="trend-failed" role="img" aria-label={texts.library.trendFailed} title={texts.library.trendFailed}>
            <Icon name="warn" size={12} />
          </span>
        ) : history.data === undefined ? null : (
          <Sparkline points={history.data.points} of={ROW_MONTHS + 1} />
        )}
      </div>
      <div className="library-when">
        <p className="library-owner" title={texts.library.ownerHint(audience.createdBy)}>
          {texts.library.ownedBy(audience.createdBy)}
        </p>
        <p>{texts.savedBy(formatAgo(audience.updatedAt, nowMs, lang, timeZone), audience.updatedBy)}</p>
      </div>
      <div className="library-tools">
        {link === null ? null : (
          <Link className="button" href={link} aria-label={texts.openAria(name)}>
            {texts.page.openVersion}
          </Link>
        )}
        {maySave ? (
          <Menu trigger={<IconButton icon="more" label={texts.actions(name)} />}>
            <MenuItem onSelect={() => onDuplicate(audience)}>{texts.duplicate}</MenuItem>
            <MenuLine />
            <MenuItem onSelect={() => onDelete(audience)}>{texts.delete}</MenuItem>
          </Menu>
        ) : null}
      </div>
    </li>
  );
});

function RowSize({ audience, isAsked }: { readonly audience: SavedAudience; readonly isAsked: boolean }) {
  const { t, lang } = useLanguage();
  const size = useAudienceSize(audience.id, audience.version, isAsked);
  const texts = t.audiences.library;
  if (size.data !== undefined) {
    return (
      <p className="library-size" data-testid="size-now">
        <span className="library-count">{formatCount(size.data.count, lang)}</span>
        <span className="quiet">{formatShare(size.data.share, lang)}</span>
      </p>
    );
  }
  const isCountable = audience.sentence !== null && !size.isError;
  return <p className="library-size quiet">{isCountable ? texts.counting : texts.notCounted}</p>;
}
