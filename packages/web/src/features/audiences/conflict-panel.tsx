import type { AudienceVersion, CurrentVersion, SavedAudience } from '@silhouette/model';
import { useTimeZone } from '../../api/accounts.ts';
import { useAudience } from '../../api/audiences.ts';
import { useComparison } from '../../api/several.ts';
import { formatAgo, useNow } from '../../i18n/format-ago.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { useDelayed } from '../../ui/use-delayed.ts';
import type { JsonObject } from '../explore/definition/to-definition.ts';
import { ComparisonView } from './comparison-view.tsx';
import { isAlreadySaved } from './is-already-saved.ts';
import { listTheirChanges } from './list-their-changes.ts';

interface ConflictPanelProps {
  /** What the change began from. */
  readonly before: SavedAudience | AudienceVersion;
  /** What stands now. */
  readonly current: CurrentVersion;
  /** The conditions to be saved; null: they are not changed. */
  readonly definition: JsonObject | null;
  /** The texts that are changed, and the note; empty: none. */
  readonly texts: Partial<Pick<SavedAudience, 'name' | 'description' | 'tags'>> & { readonly note: string };
  readonly canUndo: boolean;
  readonly isSaving: boolean;
  readonly onSaveOnTop: (version: number) => void;
  readonly onSaveAsNew: () => void;
  readonly onOpenTheirs: (theirs: SavedAudience) => void;
  /** What is to be saved stands there already. */
  readonly onIsSaved: (theirs: SavedAudience) => void;
  readonly onBack: () => void;
}

/** Somebody saved meanwhile: who, when, what differs in words and in people, and three ways to go on. */
export function ConflictPanel(props: ConflictPanelProps) {
  const { before, current, definition, canUndo, isSaving, onSaveOnTop, onSaveAsNew, onOpenTheirs, onIsSaved, onBack } = props;
  const { t, lang } = useLanguage();
  const nowMs = useNow();
  const timeZone = useTimeZone();
  const newest = useAudience(before.id);
  const theirs = newest.data !== undefined && newest.data.version >= current.version ? newest.data : null;
  // A third one may have saved since.
  const stands: CurrentVersion =
    theirs === null ? current : { version: theirs.version, savedBy: theirs.updatedBy, savedAt: theirs.updatedAt };
  // By what they say, so that differences name conditions. What was saved is a JSON object.
  const theirDefinition = theirs === null ? null : (theirs.definition as JsonObject);
  const comparison = useComparison(definition === null ? null : theirDefinition, definition);
  const isSlow = useDelayed(definition !== null && comparison.isPending && !newest.isError);
  const texts = t.audiences.conflict;
  if (theirs !== null && isAlreadySaved({ ...props.texts, definition }, theirs)) {
    return (
      <div className="conflict">
        <p role="alert">
          {texts.isSaved(theirs.version, formatAgo(theirs.updatedAt, nowMs, lang, timeZone), theirs.updatedBy)}
        </p>
        <div className="dialog-foot">
          <Button look="primary" onClick={() => onIsSaved(theirs)}>
            {texts.goOn(theirs.version)}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div className="conflict">
      <p role="alert">
        {texts.told(stands.savedBy, formatAgo(stands.savedAt, nowMs, lang, timeZone), stands.version, before.version)}
      </p>
      {theirs === null ? null : (
        <section>
          <h3 className="part-title">{texts.theirChanges}</h3>
          <ul className="conflict-list">
            {listTheirChanges(before, theirs, t, lang).map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </section>
      )}
      <section aria-busy={isSlow}>
        <h3 className="part-title">{texts.difference}</h3>
        {definition === null ? (
          <p>{texts.keepsTheirs}</p>
        ) : comparison.data !== undefined ? (
          <ComparisonView comparison={comparison.data} same={texts.sameConditions} isBeside />
        ) : comparison.isError || newest.isError ? (
          <p className="field-problem" role="alert">
            {texts.compareFailed}
          </p>
        ) : (
          <p className="hint">{isSlow ? texts.comparing : ' '}</p>
        )}
      </section>
      <ul className="plain-list conflict-ways">
        <li>
          <Button look="primary" disabled={isSaving} onClick={() => onSaveOnTop(stands.version)}>
            {texts.onTop(stands.version + 1)}
          </Button>
          <span className="hint">{texts.onTopHint}</span>
        </li>
        <li>
          <Button onClick={onSaveAsNew}>{texts.asNew}</Button>
          <span className="hint">{texts.asNewHint}</span>
        </li>
        <li>
          <Button disabled={theirs === null} onClick={() => (theirs === null ? undefined : onOpenTheirs(theirs))}>
            {texts.openTheirs}
          </Button>
          <span className="hint">{canUndo ? texts.openTheirsHint : texts.openTheirsDetails}</span>
        </li>
      </ul>
      <Button look="quiet" onClick={onBack}>
        {texts.back}
      </Button>
    </div>
  );
}
