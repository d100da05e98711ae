import type { CatalogEntryAnswer, WordProperty } from '@silhouette/model';
import { formatInstant } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';

interface PropertyHeadProps {
  readonly property: WordProperty;
  /** Its edit; null: it stands as the file says. */
  readonly edit: CatalogEntryAnswer['edits'][number] | null;
  /** What the file says of it; empty for nothing short. */
  readonly fileText: string;
  readonly isDisabled: boolean;
  readonly timeZone: string;
  readonly onGiveBack: () => void;
}

/** The name of a property, and where it is edited: by whom, when, and the way back to what the file says. */
export function PropertyHead({ property, edit, fileText, isDisabled, timeZone, onGiveBack }: PropertyHeadProps) {
  const { t, lang } = useLanguage();
  const texts = t.catalogPage;
  const name = texts.properties[property];
  return (
    <div className="words-head">
      <span className="words-name">{name}</span>
      {edit === null ? null : (
        <>
          <span
            className="badge badge-edited"
            title={texts.editedBy(edit.editedBy, formatInstant(edit.editedAt, timeZone, lang))}
          >
            {texts.states[edit.state]}
          </span>
          <span className="hint words-file">{fileText === '' ? '' : texts.inFile(fileText)}</span>
          <Button look="quiet" icon="undo" disabled={isDisabled} onClick={onGiveBack} aria-label={texts.giveBackOf(name)}>
            {texts.giveBack}
          </Button>
        </>
      )}
    </div>
  );
}
