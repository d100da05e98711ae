import type { CatalogAnswer } from '@silhouette/model';
import { useMemo } from 'react';
import { useLanguage } from '../../i18n/language.ts';
import { Select } from '../../ui/select.tsx';
import type { AttributeGroup } from '../explore/catalog/group-attributes.ts';
import type { EntryFilter } from './select-entries.ts';

interface FilterToolsProps {
  readonly catalog: CatalogAnswer;
  readonly groups: readonly AttributeGroup[];
  readonly filter: EntryFilter;
  readonly onChange: (filter: EntryFilter) => void;
}

/** The choice of everything; no group, type or event has an empty id. */
const ALL = '';

/** What the list of attributes is narrowed by: group, type, event, and whether their words are edited. */
export function FilterTools({ catalog, groups, filter, onChange }: FilterToolsProps) {
  const { t, lang } = useLanguage();
  const texts = t.catalogPage;
  const types = useMemo(() => [...new Set(catalog.attributes.map(({ type }) => type))].sort(), [catalog]);
  const orNull = (id: string) => (id === ALL ? null : id);
  return (
    <>
      <Select
        label={t.shell.group}
        value={filter.group ?? ALL}
        options={[{ value: ALL, label: t.shell.allGroups }, ...groups.map(({ id, label }) => ({ value: id, label }))]}
        onChange={(group) => onChange({ ...filter, group: orNull(group) })}
      />
      <Select
        label={t.shell.type}
        value={filter.type ?? ALL}
        options={[
          { value: ALL, label: texts.allTypes },
          ...types.map((type) => ({ value: type, label: t.catalog.types[type] ?? type })),
        ]}
        onChange={(chosen) => onChange({ ...filter, type: types.find((type) => type === chosen) ?? null })}
      />
      <Select
        label={texts.ofEvent}
        value={filter.event ?? ALL}
        options={[
          { value: ALL, label: texts.allEvents },
          ...catalog.events.map(({ id, label }) => ({ value: id, label: label[lang] })),
        ]}
        onChange={(event) => onChange({ ...filter, event: orNull(event) })}
      />
      <label className="check">
        <input
          type="checkbox"
          checked={filter.onlyEdited}
          onChange={(event) => onChange({ ...filter, onlyEdited: event.target.checked })}
        />
        {texts.onlyEdited}
      </label>
    </>
  );
}
