import type { CatalogEntryAnswer, CurrentVersion } from '@silhouette/model';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { formatInstant } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Icon } from '../../ui/icon.tsx';

interface EditConflictProps {
  readonly current: CurrentVersion | null;
  readonly timeZone: string;
  readonly entry: CatalogEntryAnswer;
}

/** Somebody changed the entry meanwhile: who, when, and what stands now; what was typed is kept. */
export function EditConflict({ current, timeZone, entry }: EditConflictProps) {
  const { t, lang } = useLanguage();
  const texts = t.catalogPage;
  const client = useQueryClient();
  // What stands now is read, so that saving again is a decision and not an accident.
  useEffect(() => {
    void client.invalidateQueries({ queryKey: ['catalog-entry'] });
  }, [client]);
  const isRead = current !== null && entry.version >= current.version;
  return (
    <div className="notice notice-error" role="alert">
      <Icon name="warn" size={18} />
      <div className="notice-body">
        <p className="notice-title">
          {current === null
            ? texts.conflict
            : texts.conflictBy(current.savedBy, formatInstant(current.savedAt, timeZone, lang))}
        </p>
        {isRead && entry.words !== null ? <p>{texts.standsNow(entry.words.label[lang])}</p> : null}
        <p>{texts.conflictDo}</p>
      </div>
    </div>
  );
}
