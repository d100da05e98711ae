import type { CatalogEvent, CatalogField } from '@silhouette/model';
import type { ReactNode } from 'react';
import type { ValueSource } from '../../../api/queries.ts';
import { useLanguage } from '../../../i18n/language.ts';
import { ChoiceList } from '../../../ui/choice-list.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Segmented } from '../../../ui/segmented.tsx';
import { TokenPopover } from '../../../ui/token-popover.tsx';
import { readListedValues } from '../definition/make-condition.ts';
import {
  type FieldFilter,
  type FilterGroup,
  type FilterNode,
  type NodeId,
  newNodeId,
  type TreeNode,
} from '../definition/tree.ts';
import { describeTest, namingOf } from '../describe.ts';
import { FieldRange } from '../editors/field-range.tsx';
import type { RowScope } from '../editors/spread/condition-spreads.ts';
import { TestEditor } from '../editors/test-editor.tsx';
import { useValueLabels } from '../use-value-labels.ts';

/** The condition whose filters these are: its place, and what it is with other filters. */
interface FilterTrial {
  readonly id: NodeId;
  readonly make: (filters: readonly FilterNode[]) => TreeNode;
}

interface FilterTokensProps {
  readonly event: CatalogEvent;
  readonly filters: readonly FilterNode[];
  readonly onChange: (filters: readonly FilterNode[]) => void;
  readonly trial: FilterTrial;
  /** The rows that the filters choose from: what else must hold for them. */
  readonly rows: RowScope;
  /** Whether one of them is enough; else all must hold. */
  readonly isAny?: boolean;
  /** Whether the control that adds one stands elsewhere: see {@link AddFilter}. */
  readonly isAddedElsewhere?: boolean;
}

/** Filters of an event's rows, each a control, and one to add more. */
export function FilterTokens(props: FilterTokensProps) {
  const { event, filters, onChange, trial, rows, isAny = false, isAddedElsewhere = false } = props;
  const { t } = useLanguage();
  const exchange = (index: number, next: FilterNode | null) =>
    filters.flatMap((filter, at) => (at !== index ? [filter] : next === null ? [] : [next]));
  const replace = (index: number, next: FilterNode | null) => onChange(exchange(index, next));
  const tryOne = (index: number) => ({ id: trial.id, make: (next: FilterNode) => trial.make(exchange(index, next)) });
  const rowsOf = (index: number) => ({ ...rows, where: [...rows.where, ...(isAny ? [] : exchange(index, null))] });
  return (
    <>
      {filters.map((filter, index) => (
        <span className="filter-item" key={filter.id}>
          {index === 0 ? null : <span className="line-word">{isAny ? t.definition.or : t.definition.and}</span>}
          {filter.kind === 'field' ? (
            <FieldToken
              event={event}
              filter={filter}
              onChange={(next) => replace(index, next)}
              trial={tryOne(index)}
              rows={rowsOf(index)}
            />
          ) : (
            <GroupTokens
              event={event}
              filter={filter}
              onChange={(next) => replace(index, next)}
              trial={tryOne(index)}
              rows={rowsOf(index)}
            />
          )}
        </span>
      ))}
      {isAddedElsewhere ? null : <AddFilter event={event} filters={filters} onChange={onChange} />}
    </>
  );
}

/** As {@link FilterTrial}, for one filter of them. */
interface OneFilterTrial {
  readonly id: NodeId;
  readonly make: (filter: FilterNode) => TreeNode;
}

function GroupTokens(props: {
  readonly event: CatalogEvent;
  readonly filter: FilterGroup;
  readonly onChange: (filter: FilterNode | null) => void;
  readonly trial: OneFilterTrial;
  readonly rows: RowScope;
}) {
  const { t } = useLanguage();
  const { event, filter, onChange, trial, rows } = props;
  return (
    <span className="filter-group">
      {filter.negated ? <span className="badge badge-not">{t.definition.not}</span> : null}
      <span aria-hidden="true">(</span>
      {filter.children.length === 0 ? (
        <span className="line-word">{filter.mode === 'all' ? t.defining.everyRow : t.defining.noRow}</span>
      ) : null}
      <FilterTokens
        event={event}
        filters={filter.children}
        isAny={filter.mode === 'any'}
        onChange={(children) => onChange(children.length === 0 ? null : { ...filter, children })}
        trial={{ id: trial.id, make: (children) => trial.make({ ...filter, children }) }}
        rows={rows}
      />
      <TokenPopover name={t.event.filterMode} value={<Icon name="more" size={12} />} className="token-add">
        {() => (
          <div className="stack">
            <Segmented
              label={t.event.filterMode}
              value={filter.mode}
              options={[
                { value: 'all', label: t.event.allOf },
                { value: 'any', label: t.event.anyOf },
              ]}
              onChange={(mode) => onChange({ ...filter, mode })}
            />
            <button type="button" className="link-button" onClick={() => onChange({ ...filter, negated: !filter.negated })}>
              {filter.negated ? t.definition.unnegate : t.definition.negate}
            </button>
            <button type="button" className="link-button" onClick={() => onChange(null)}>
              {t.definition.remove}
            </button>
          </div>
        )}
      </TokenPopover>
      <span aria-hidden="true">)</span>
    </span>
  );
}

function FieldToken(props: {
  readonly event: CatalogEvent;
  readonly filter: FieldFilter;
  readonly onChange: (filter: FieldFilter | null) => void;
  readonly trial: OneFilterTrial;
  readonly rows: RowScope;
}) {
  const texts = useLanguage();
  const { t, lang } = texts;
  const { event, filter, onChange, trial, rows } = props;
  const field = event.fields.find((item) => item.id === filter.field);
  const source: ValueSource = { kind: 'field', event: event.id, field: filter.field };
  const listed = filter.test.kind === 'compare' ? readListedValues(filter.test.compare) : [];
  const labels = useValueLabels(source, listed, field?.type === 'category' || field?.type === 'tags');
  if (field === undefined) {
    return (
      <button type="button" className="token token-unset" onClick={() => onChange(null)}>
        {t.definition.unknown(filter.field)} <Icon name="close" size={12} />
      </button>
    );
  }
  const name = field.label[lang];
  const said = describeTest(filter.test, namingOf(field, labels), texts);
  const value = (
    <>
      <span className="token-key">{name}</span>
      {filter.negated ? <span className="badge badge-not">{t.definition.not}</span> : null}
      {said === '' ? t.ops.choose : said}
    </>
  );
  return (
    <TokenPopover name={t.event.filters} value={value} unset={said === ''}>
      {(close) => (
        <div className="stack">
          <p className="popover-title">{name}</p>
          <TestEditor
            name={name}
            type={field.type}
            unit={field.unit}
            source={source}
            test={filter.test}
            onChange={(test) => onChange({ ...filter, test })}
            trial={{ id: trial.id, make: (test) => trial.make({ ...filter, test }) }}
            histogram={<FieldRange nodeId={trial.id} filter={filter} field={field} rows={rows} onChange={onChange} />}
            canExist
            negation={{ negated: filter.negated, onChange: (negated) => onChange({ ...filter, negated }) }}
          />
          <p className="popover-foot">
            <button
              type="button"
              className="link-button"
              aria-pressed={filter.negated}
              onClick={() => onChange({ ...filter, negated: !filter.negated })}
            >
              {filter.negated ? t.definition.unnegate : t.definition.negate}
            </button>
            <button
              type="button"
              className="link-button link-danger"
              onClick={() => {
                close();
                onChange(null);
              }}
            >
              {t.event.removeFilter(name)}
            </button>
          </p>
        </div>
      )}
    </TokenPopover>
  );
}

/** The control that adds a filter of an event's rows. */
export function AddFilter({ event, filters, onChange }: Pick<FilterTokensProps, 'event' | 'filters' | 'onChange'>): ReactNode {
  const { t, lang } = useLanguage();
  const onAdd = (filter: FilterNode) => onChange([...filters, filter]);
  const fields = event.fields.filter((field) => !field.hidden);
  if (fields.length === 0) return null;
  const [first] = fields;
  return (
    <TokenPopover
      name={t.event.filters}
      value={
        <>
          <Icon name="plus" size={12} /> {t.event.addFilter}
        </>
      }
      className="token-add"
    >
      {(close) => (
        <ChoiceList label={t.event.filterField}>
          {fields.map((field) => (
            <button
              key={field.id}
              type="button"
              className="choice"
              onClick={() => {
                close();
                onAdd(makeFilter(field));
              }}
            >
              <Icon name={field.type} size={14} /> {field.label[lang]}
            </button>
          ))}
          {first === undefined ? null : (
            <button
              type="button"
              className="choice choice-extra"
              onClick={() => {
                close();
                onAdd({ kind: 'filters', id: newNodeId(), negated: false, mode: 'any', children: [makeFilter(first)] });
              }}
            >
              <Icon name="plus" size={14} /> {t.event.addFilterGroup}
            </button>
          )}
        </ChoiceList>
      )}
    </TokenPopover>
  );
}

function makeFilter(field: CatalogField): FieldFilter {
  return { kind: 'field', id: newNodeId(), negated: false, field: field.id, test: { kind: 'compare', compare: {} } };
}
