import type { CatalogAnswer, CatalogEditsAnswer, CatalogSubject } from '@silhouette/model';
import { Link } from 'wouter';
import { useCatalogEdits } from '../../api/catalog-edits.ts';
import { describeFailure } from '../../app/describe-failure.ts';
import { ErrorNotice } from '../../app/error-notice.tsx';
import { formatInstant } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Drawer } from '../../ui/drawer.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { TableSkeleton } from '../../ui/skeleton.tsx';
import { FilePart } from './file-part.tsx';
import { findSubject, itemOf, writeSubjectId } from './find-subject.ts';
import { writeSubjectAddress } from './subject-address.ts';

interface EditsDrawerProps {
  readonly catalog: CatalogAnswer;
  readonly onClose: () => void;
}

/** Every edit of the catalog, those whose subjects are gone, and the way into the catalog file. */
export function EditsDrawer({ catalog, onClose }: EditsDrawerProps) {
  const { t } = useLanguage();
  const texts = t.catalogPage;
  const answer = useCatalogEdits();
  const edits = answer.data?.edits ?? [];
  const orphaned = edits.filter(({ state }) => state === 'orphaned');
  const kept = edits.filter(({ state }) => state !== 'orphaned');
  return (
    <Drawer title={texts.editsTitle} isOpen onClose={onClose}>
      <div className="entry">
        {answer.data === undefined ? (
          answer.isError ? (
            <ErrorNotice
              {...describeFailure(answer.error, t)}
              kept={texts.keptOnError}
              advice={texts.doOnError}
              action={{ label: t.retry, run: () => void answer.refetch() }}
            />
          ) : (
            <TableSkeleton rows={4} />
          )
        ) : edits.length === 0 ? (
          <EmptyState icon="text" title={texts.noEditsTitle} text={texts.noEditsText} />
        ) : (
          <>
            <p className="hint">{texts.editsLead}</p>
            {kept.length === 0 ? null : <EditList title={texts.editsKept} edits={kept} catalog={catalog} />}
            {orphaned.length === 0 ? null : (
              <EditList title={texts.editsOrphaned} lead={texts.editsOrphanedLead} edits={orphaned} catalog={catalog} />
            )}
            <FilePart
              key={JSON.stringify(edits.map(({ subject, version, property, state }) => [subject, version, property, state]))}
            />
          </>
        )}
      </div>
    </Drawer>
  );
}

interface EditListProps {
  readonly title: string;
  readonly lead?: string;
  readonly edits: CatalogEditsAnswer['edits'];
  readonly catalog: CatalogAnswer;
}

function EditList({ title, lead, edits, catalog }: EditListProps) {
  const { t, lang } = useLanguage();
  const texts = t.catalogPage;
  const nameOf = (subject: CatalogSubject) => {
    const found = findSubject(catalog, subject);
    return found === null ? writeSubjectId(subject) : itemOf(found).label[lang];
  };
  return (
    <section>
      <h3>{title}</h3>
      {lead === undefined ? null : <p className="hint">{lead}</p>}
      <ul className="plain-list edit-list">
        {edits.map(({ subject, property, state, editedAt, editedBy }) => (
          <li key={`${writeSubjectAddress(subject)} ${property}`}>
            <span className="grow">
              <Link href={writeSubjectAddress(subject)}>{nameOf(subject)}</Link> · {texts.properties[property]}
            </span>
            <span className="badge badge-edited">{texts.states[state]}</span>
            <span className="hint">
              {formatInstant(editedAt, catalog.timeZone, lang)} · {editedBy}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
