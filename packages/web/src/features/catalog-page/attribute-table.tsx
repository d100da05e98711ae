import type { CatalogAttribute, CatalogSubject } from '@silhouette/model';
import { memo, useMemo, useState } from 'react';
import { formatCount, formatDayText, formatDecimalText, formatShare, NO_VALUE } from '../../i18n/format.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { readFillRate, type SortColumn, type Sorting, sortAttributes } from './sort-attributes.ts';

interface AttributeTableProps {
  readonly attributes: readonly CatalogAttribute[];
  /** What a group is called, by its id. */
  readonly nameGroup: (id: string) => string;
  /** Ids of those whose words are edited. */
  readonly edited: ReadonlySet<string>;
  /** Opens one; must stay the same function. */
  readonly onOpen: (subject: CatalogSubject) => void;
}

/** Rows shown before all are asked for: hundreds would hold up a click for longer than is felt as at once. */
const FIRST_ROWS = 100;

/** Attributes, one a row; a click on a column's name sorts by it, a third one no more. */
export function AttributeTable({ attributes, nameGroup, edited, onOpen }: AttributeTableProps) {
  const { t, lang } = useLanguage();
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const [isWhole, setWhole] = useState(false);
  const sorted = useMemo(() => sortAttributes(attributes, sorting, lang), [attributes, sorting, lang]);
  const shown = isWhole ? sorted : sorted.slice(0, FIRST_ROWS);
  const head = (column: SortColumn, name: string, className = '') => (
    <SortableHead column={column} name={name} className={className} sorting={sorting} onSort={setSorting} />
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="table-scroll" tabIndex={0} aria-label={t.shell.attributes}>
      <table className="table catalog-table">
        <thead>
          <tr>
            {head('name', t.shell.name)}
            <th scope="col">{t.shell.group}</th>
            {head('type', t.shell.type)}
            <th scope="col">{t.shell.source}</th>
            {head('filled', t.shell.filled)}
            {head('distinct', t.shell.distinct, 'numeric')}
            <th scope="col" className="numeric">
              {t.shell.smallest}
            </th>
            <th scope="col" className="numeric">
              {t.shell.largest}
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((attribute) => (
            <AttributeTableRow
              key={attribute.id}
              attribute={attribute}
              groupName={nameGroup(attribute.group)}
              isEdited={edited.has(attribute.id)}
              onOpen={onOpen}
            />
          ))}
        </tbody>
      </table>
      {shown.length === sorted.length ? null : (
        <Button look="quiet" className="table-more" onClick={() => setWhole(true)}>
          {t.catalog.showAll(sorted.length)}
        </Button>
      )}
    </section>
  );
}

interface SortableHeadProps {
  readonly column: SortColumn;
  readonly name: string;
  readonly className: string;
  readonly sorting: Sorting | null;
  readonly onSort: (sorting: Sorting | null) => void;
}

function SortableHead({ column, name, className, sorting, onSort }: SortableHeadProps) {
  const { t } = useLanguage();
  const direction = sorting?.column === column ? sorting.direction : 'none';
  const next = { none: 'ascending', ascending: 'descending', descending: null } as const;
  const sort = () => {
    const wanted = next[direction];
    onSort(wanted === null ? null : { column, direction: wanted });
  };
  return (
    <th scope="col" className={className} aria-sort={direction}>
      <button type="button" className="sort-button" title={t.shell.sortBy(name)} onClick={sort}>
        {name}
        {direction === 'none' ? null : <Icon name={direction === 'ascending' ? 'up' : 'down'} size={12} />}
      </button>
    </th>
  );
}

interface AttributeTableRowProps {
  readonly attribute: CatalogAttribute;
  readonly groupName: string;
  readonly isEdited: boolean;
  readonly onOpen: (subject: CatalogSubject) => void;
}

/** Most rows stay as they are while one searches: they are not drawn anew. */
const AttributeTableRow = memo(function AttributeTableRow(props: AttributeTableRowProps) {
  const { attribute, groupName, isEdited, onOpen } = props;
  const { t, lang } = useLanguage();
  const fillRate = readFillRate(attribute);
  const edge = (text: string | null) => {
    if (text === null) return NO_VALUE;
    if (attribute.type === 'number') return formatDecimalText(text, lang);
    return attribute.type === 'date' || attribute.type === 'datetime' ? formatDayText(text.slice(0, 10), lang) : text;
  };
  return (
    <tr>
      <th scope="row">
        <button
          type="button"
          className="entry-name entry-open"
          onClick={() => onOpen({ kind: 'attribute', attribute: attribute.id })}
        >
          {attribute.label[lang]}
        </button>{' '}
        {isEdited ? <span className="badge badge-edited">{t.catalogPage.edited}</span> : null}
        {attribute.pii ? <span className="badge badge-not">{t.shell.private}</span> : null}
        {attribute.hidden ? <span className="badge badge-off">{t.shell.hidden}</span> : null}
        <span className="entry-id mono">{attribute.id}</span>
        {attribute.description === null ? null : <span className="entry-text">{attribute.description[lang]}</span>}
      </th>
      <td>{groupName}</td>
      <td>{t.catalog.types[attribute.type]}</td>
      <td>{attribute.column === null ? t.shell.computed : <span className="mono">{attribute.column}</span>}</td>
      <td className="fill-cell">
        <span className="fill-bar" aria-hidden="true">
          <span style={{ width: `${(fillRate ?? 0) * 100}%` }} />
        </span>
        {formatShare(fillRate, lang)}
      </td>
      <td className="numeric">{attribute.distinct === null ? NO_VALUE : formatCount(attribute.distinct, lang)}</td>
      <td className="numeric">{edge(attribute.min)}</td>
      <td className="numeric">{edge(attribute.max)}</td>
    </tr>
  );
});
