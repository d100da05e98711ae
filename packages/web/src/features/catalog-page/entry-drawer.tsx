import type { CatalogAnswer, CatalogSubject } from '@silhouette/model';
import { useMay } from '../../api/accounts.ts';
import { useCatalogEntry } from '../../api/catalog-edits.ts';
import { ApiError } from '../../api/request-json.ts';
import { describeFailure } from '../../app/describe-failure.ts';
import { ErrorNotice } from '../../app/error-notice.tsx';
import { useLanguage } from '../../i18n/language.ts';
import { Drawer } from '../../ui/drawer.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { EntryDistribution } from './entry-distribution.tsx';
import { EntryFacts } from './entry-facts.tsx';
import { EntryHistory } from './entry-history.tsx';
import { EntryUses } from './entry-uses.tsx';
import { ExploreEntryLink } from './explore-entry-link.tsx';
import { findSubject, itemOf, writeSubjectId } from './find-subject.ts';
import { WordsForm } from './words-form.tsx';

interface EntryDrawerProps {
  readonly catalog: CatalogAnswer;
  readonly subject: CatalogSubject;
  readonly onClose: () => void;
}

/** One entry of the catalog: what it means, where it comes from, what its values are, who uses it; its words can be changed. */
export function EntryDrawer({ catalog, subject, onClose }: EntryDrawerProps) {
  const { t, lang } = useLanguage();
  const entry = useCatalogEntry(subject);
  const mayEdit = useMay('catalog.edit');
  const found = findSubject(catalog, subject);
  const isMissing = entry.error instanceof ApiError && entry.error.status === 404;
  const title = found === null ? writeSubjectId(subject) : itemOf(found).label[lang];
  return (
    <Drawer title={title} isOpen onClose={onClose}>
      <div className="entry">
        <p className="entry-sub">
          <span className="mono">{writeSubjectId(subject)}</span>
          {found === null ? null : <ExploreEntryLink entry={found} />}
        </p>
        {found === null ? (
          <p className="entry-gone">{isMissing ? t.catalogPage.missing : t.catalogPage.gone}</p>
        ) : (
          <EntryFacts catalog={catalog} entry={found} source={entry.data?.source ?? null} />
        )}
        {found === null ? null : <EntryDistribution entry={found} timeZone={catalog.timeZone} />}
        {entry.data !== undefined ? (
          <>
            {mayEdit ? <WordsForm key={writeSubjectId(subject)} catalog={catalog} found={found} entry={entry.data} /> : null}
            <EntryUses catalog={catalog} uses={entry.data.usedBy} />
            <EntryHistory catalog={catalog} entry={entry.data} />
          </>
        ) : isMissing ? null : entry.isError ? (
          <ErrorNotice
            {...describeFailure(entry.error, t)}
            kept={t.catalogPage.keptOnError}
            advice={t.catalogPage.doOnError}
            action={{ label: t.retry, run: () => void entry.refetch() }}
          />
        ) : (
          <TableSkeleton rows={6} />
        )}
      </div>
    </Drawer>
  );
}
