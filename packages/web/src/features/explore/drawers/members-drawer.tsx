import type { CatalogAttribute, MemberValue } from '@silhouette/model';
import { useState } from 'react';
import { type Question, useMembers } from '../../../api/queries.ts';
import { describeFailure } from '../../../app/describe-failure.ts';
import { ErrorNotice } from '../../../app/error-notice.tsx';
import { formatCount, formatInstant, NO_VALUE } from '../../../i18n/format.ts';
import { useLanguage } from '../../../i18n/language.ts';
import { Button } from '../../../ui/button.tsx';
import { Drawer } from '../../../ui/drawer.tsx';
import { isPersonalAttribute, isPersonalKey, usePersonalView, usePurpose } from '../../purpose/purpose.ts';
import { PurposeNotice } from '../../purpose/purpose-notice.tsx';
import { describeValue, namingOf } from '../describe.ts';
import { useLookup } from '../explore-context.ts';
import { keepChoice } from '../kept-choice.ts';
import { useLargestLabels } from '../use-value-labels.ts';
import { chooseColumns, readKeptColumns } from './choose-columns.ts';
import { ColumnChooser } from './column-chooser.tsx';

interface MembersDrawerProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly question: Question;
  readonly onExport: () => void;
  /** Asks why a customer is in the group. */
  readonly onWhy: (customer: string) => void;
}

/** Some of the members, with chosen attributes; personal ones masked unless a purpose is told by who may see them. */
export function MembersDrawer({ isOpen, onClose, question, onExport, onWhy }: MembersDrawerProps) {
  const { t } = useLanguage();
  return (
    <Drawer title={t.members.title} isOpen={isOpen} onClose={onClose}>
      {isOpen ? <MembersTable question={question} onExport={onExport} onWhy={onWhy} /> : null}
    </Drawer>
  );
}

function MembersTable({ question, onExport, onWhy }: Omit<MembersDrawerProps, 'isOpen' | 'onClose'>) {
  const { t, lang } = useLanguage();
  const { catalog, attributeById } = useLookup();
  const [chosen, setChosen] = useState(() => readKeptColumns(catalog));
  const attributes = chosen ?? chooseColumns(catalog);
  const choose = (next: readonly string[] | null) => {
    keepChoice('columns', catalog.name, next);
    setChosen(next);
  };
  const personal = attributes.filter((id) => {
    const attribute = attributeById.get(id);
    return attribute !== undefined && isPersonalAttribute(attribute);
  });
  const hasPersonalKey = isPersonalKey(catalog);
  const { purpose } = usePurpose();
  const { isMasked, maySee } = usePersonalView();
  // Told only where it is asked for: it is recorded.
  const query = useMembers(question, attributes, (personal.length > 0 || hasPersonalKey) && maySee ? purpose : null);
  const isMaskedColumn = (id: string) => isMasked && personal.includes(id);
  const pages = query.data?.pages ?? [];
  const members = pages.flatMap((page) => page.members);
  const total = pages[0]?.count ?? members.length;
  // A page more that failed is asked for again, below those that are there.
  const askAgain = () => (query.isFetchNextPageError ? query.fetchNextPage() : query.refetch());
  return (
    <div className={query.isPlaceholderData ? 'members is-stale' : 'members'} aria-busy={query.isFetching}>
      <p className="members-head">
        <span className="hint">{t.members.note}</span>
        <ColumnChooser shown={attributes} isDefault={chosen === null} onChange={choose} />
        <Button icon="download" onClick={onExport}>
          {t.exports.open}
        </Button>
      </p>
      <PurposeNotice
        columns={[...(hasPersonalKey ? [catalog.key] : []), ...personal.map((id) => attributeById.get(id)?.label[lang] ?? id)]}
      />
      {query.isError ? (
        <ErrorNotice {...describeFailure(query.error, t)} action={{ label: t.retry, run: askAgain }} />
      ) : query.isPending ? (
        <p>{t.members.loading}</p>
      ) : members.length === 0 ? (
        <p>{t.members.empty}</p>
      ) : null}
      {members.length === 0 ? null : (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
          <section className="table-scroll" tabIndex={0} aria-label={t.members.title}>
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">
                    {catalog.key}
                    {hasPersonalKey && isMasked ? <span className="masked-mark">{t.approvals.masked}</span> : null}
                  </th>
                  {attributes.map((id) => (
                    <th scope="col" key={id} className={attributeById.get(id)?.type === 'number' ? 'numeric' : ''}>
                      {attributeById.get(id)?.label[lang] ?? id}
                      {isMaskedColumn(id) ? <span className="masked-mark">{t.approvals.masked}</span> : null}
                    </th>
                  ))}
                  <th scope="col">
                    <span className="visually-hidden">{t.exploring.why.title}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {members.map((member) => (
                  <tr key={member.key}>
                    <th scope="row" className="mono">
                      {member.key}
                    </th>
                    {attributes.map((id) => {
                      const attribute = attributeById.get(id);
                      return (
                        <td key={id} className={attribute?.type === 'number' ? 'numeric' : ''}>
                          {/* A column chosen just now has no values yet, which is not the same as none. */}
                          {member.attributes[id] === undefined ? null : (
                            <MemberCell value={member.attributes[id]} attribute={attribute} isMasked={isMaskedColumn(id)} />
                          )}
                        </td>
                      );
                    })}
                    <td>
                      <button
                        type="button"
                        className="link-button"
                        aria-label={t.exploring.why.of(member.key)}
                        onClick={() => onWhy(member.key)}
                      >
                        {t.exploring.why.short}
                      </button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          <p className="members-foot">
            <span>{t.members.shown(formatCount(members.length, lang), formatCount(total, lang))}</span>
            {query.hasNextPage ? (
              <button
                type="button"
                className="button"
                disabled={query.isFetchingNextPage}
                onClick={() => query.fetchNextPage()}
              >
                {query.isFetchingNextPage ? t.loading : t.members.more}
              </button>
            ) : null}
          </p>
        </>
      )}
    </div>
  );
}

interface MemberCellProps {
  readonly value: MemberValue;
  readonly attribute: CatalogAttribute | undefined;
  /** What is masked is no number, day or named value any more: it is shown as it comes. */
  readonly isMasked: boolean;
}

function MemberCell({ value, attribute, isMasked }: MemberCellProps) {
  const texts = useLanguage();
  const { catalog } = useLookup();
  const isNamed = attribute?.type === 'category' || attribute?.type === 'tags';
  const labels = useLargestLabels(attribute?.id ?? '', isNamed);
  if (value === null || attribute === undefined) return <span className="quiet">{NO_VALUE}</span>;
  if (isMasked) return Array.isArray(value) ? value.join(', ') : String(value);
  if (Array.isArray(value)) return value.map((tag) => labels.get(tag) ?? tag).join(', ');
  if (attribute.type === 'datetime') return formatInstant(String(value), catalog.timeZone, texts.lang);
  return describeValue(typeof value === 'boolean' ? value : String(value), namingOf(attribute, labels), texts);
}
