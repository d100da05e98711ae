import type { CatalogAnswer, CatalogEntryAnswer, Label, NamedValue } from '@silhouette/model';
import { formatInstant } from '../../i18n/format.ts';
import { type Language, useLanguage } from '../../i18n/language.ts';
import { nameGroup } from '../explore/catalog/group-attributes.ts';

interface EntryHistoryProps {
  readonly catalog: CatalogAnswer;
  readonly entry: CatalogEntryAnswer;
}

/** Who changed the words of an entry, when, and to what; newest first. */
export function EntryHistory({ catalog, entry }: EntryHistoryProps) {
  const { t, lang } = useLanguage();
  const texts = t.catalogPage;
  if (entry.history.length === 0) return null;
  return (
    <section>
      <h3>{texts.history}</h3>
      <ol className="plain-list entry-history">
        {entry.history.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps of a history stay in their places
          <li key={index}>
            <span className="entry-step">
              <strong>{texts.properties[step.property]}</strong>{' '}
              {step.value === null
                ? step.by === 'file'
                  ? texts.takenUp
                  : step.property === 'description' && entry.edits.some(({ property }) => property === 'description')
                    ? texts.emptied
                    : texts.backToFile
                : step.property === 'group' && typeof step.value === 'string'
                  ? nameGroup(catalog, step.value, t, lang)
                  : writeValue(step.value, lang)}
            </span>
            <span className="hint">
              {formatInstant(step.editedAt, catalog.timeZone, lang)}
              {step.by === 'file' ? '' : ` · ${step.editedBy}`}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** A value of any property: a label in the language of the page, a text, a list, names of values. */
function writeValue(value: unknown, lang: Language): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value))
    return value.map((item) => (typeof item === 'string' ? item : writeNamed(item as NamedValue, lang))).join(', ');
  // What is neither is a label, by the schema of the answer.
  return (value as Label)[lang];
}

function writeNamed({ value, label }: NamedValue, lang: Language): string {
  return `${value} → ${label[lang]}`;
}
