import type { CatalogAnswer, CatalogChange, CatalogEntryAnswer, Label, WordProperty } from '@silhouette/model';
import { useId, useState } from 'react';
import { useSaveEntry } from '../../api/catalog-edits.ts';
import { ApiError } from '../../api/request-json.ts';
import { describeFailure } from '../../app/describe-failure.ts';
import { ErrorNotice } from '../../app/error-notice.tsx';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useUnsaved } from '../../ui/unsaved.tsx';
import { nameGroup } from '../explore/catalog/group-attributes.ts';
import { EditConflict } from './edit-conflict.tsx';
import type { CatalogEntry } from './find-subject.ts';
import { PropertyHead } from './property-head.tsx';
import { ValueNames } from './value-names.tsx';
import { WordField } from './word-field.tsx';
import { fillDraft, findProblems, NO_DRAFT, nameDraftGroup, readChange, type WordsDraft } from './words-draft.ts';

interface WordsFormProps {
  readonly catalog: CatalogAnswer;
  /** Null for an entry that the newest data does not have: its edits can only be taken back. */
  readonly found: CatalogEntry | null;
  readonly entry: CatalogEntryAnswer;
}

/** The words of an entry, each to be changed or given back to the catalog file. What is typed stays until it is saved. */
export function WordsForm({ catalog, found, entry }: WordsFormProps) {
  const { t, lang } = useLanguage();
  const texts = t.catalogPage;
  const [draft, setDraft] = useState<WordsDraft>(NO_DRAFT);
  const [failure, setFailure] = useState<unknown>(null);
  const [isSaving, setSaving] = useState(false);
  const save = useSaveEntry(entry.subject);
  const groupsId = useId();
  const groups = [...new Set(catalog.attributes.map(({ group }) => group))].map((id) => ({
    id,
    label: nameGroup(catalog, id, t, lang),
  }));
  const { words, fileWords } = entry;
  const problems = findProblems(draft);
  const change = words === null ? null : readChange(entry, words, nameDraftGroup(draft, words.group, groups));
  useUnsaved(change !== null || problems.size > 0);
  const put = async (asked: CatalogChange, rest: WordsDraft, done: string) => {
    setSaving(true);
    try {
      await save(entry.version, asked);
      setFailure(null);
      setDraft(rest);
      showToast(done);
    } catch (error) {
      setFailure(error);
    } finally {
      setSaving(false);
    }
  };
  const giveBack = (property: WordProperty) => {
    const { [property]: _, ...rest } = draft;
    void put({ [property]: null }, rest, texts.givenBack);
  };
  const head = (property: WordProperty, fileText: string) => (
    <PropertyHead
      property={property}
      edit={entry.edits.find((one) => one.property === property) ?? null}
      fileText={fileText}
      isDisabled={isSaving}
      timeZone={catalog.timeZone}
      onGiveBack={() => giveBack(property)}
    />
  );
  const label = (text: Label | null | undefined) => (text === null || text === undefined ? '' : text[lang]);
  const conflict = failure instanceof ApiError && failure.status === 412 ? failure : null;
  if (words === null) {
    return (
      <section className="words-form">
        <h3>{texts.words}</h3>
        {entry.edits.map(({ property }) => (
          <div key={property}>{head(property, '')}</div>
        ))}
      </section>
    );
  }
  const shown = fillDraft(words, draft);
  const pair = (property: 'label' | 'description') =>
    (['ko', 'en'] as const).map((one) => (
      <WordField
        key={one}
        label={texts.inLanguage[one]}
        name={texts.fieldName(texts.properties[property], texts.inLanguage[one])}
        lang={one}
        isLong={property === 'description'}
        value={shown[property][one]}
        problem={problems.get(`${property}.${one}`) ?? null}
        onChange={(text) => setDraft({ ...draft, [property]: { ...shown[property], [one]: text } })}
      />
    ));
  return (
    <form
      className="words-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (change !== null && problems.size === 0) void put(change, NO_DRAFT, texts.saved);
      }}
    >
      <h3>{texts.words}</h3>
      <p className="hint">{texts.wordsHint}</p>
      <div className="words-part">
        {head('label', label(fileWords?.label))}
        <div className="words-pair">{pair('label')}</div>
      </div>
      <div className="words-part">
        {head('description', label(fileWords?.description))}
        <div className="words-pair">{pair('description')}</div>
      </div>
      {words.group === null ? null : (
        <div className="words-part">
          {head('group', fileWords?.group == null ? '' : nameGroup(catalog, fileWords.group, t, lang))}
          <WordField
            name={texts.properties.group}
            value={draft.group ?? nameGroup(catalog, words.group, t, lang)}
            problem={problems.get('group') ?? null}
            list={groupsId}
            onChange={(group) => setDraft({ ...draft, group })}
          />
          <datalist id={groupsId}>
            {groups
              .toSorted((a, b) => a.label.localeCompare(b.label, lang))
              .map(({ id, label }) => (
                <option key={id} value={label} />
              ))}
          </datalist>
        </div>
      )}
      <div className="words-part">
        {head('synonyms', fileWords?.synonyms.join(', ') ?? '')}
        <WordField
          name={texts.properties.synonyms}
          hint={texts.synonymsHint}
          isLong
          isList
          value={shown.synonyms}
          problem={problems.get('synonyms') ?? null}
          onChange={(synonyms) => setDraft({ ...draft, synonyms })}
        />
      </div>
      {found === null || found.kind === 'event' ? null : (
        <ValueNames
          found={found}
          entry={entry}
          head={head('values', '')}
          draft={draft.values ?? new Map()}
          problems={problems}
          onChange={(values) => setDraft({ ...draft, values })}
        />
      )}
      {conflict !== null ? (
        <EditConflict current={conflict.current} timeZone={catalog.timeZone} entry={entry} />
      ) : failure !== null ? (
        <ErrorNotice {...describeFailure(failure, t)} title={texts.notSaved} kept={texts.typedKept} advice={texts.tryAgain} />
      ) : null}
      <div className="words-actions">
        <p className="hint" role="status">
          {problems.size > 0 ? texts.mendFirst : change === null ? '' : texts.unsaved}
        </p>
        <Button disabled={change === null || isSaving} onClick={() => setDraft(NO_DRAFT)}>
          {texts.discard}
        </Button>
        <button type="submit" className="button button-primary" disabled={change === null || problems.size > 0 || isSaving}>
          {conflict === null ? texts.save : texts.saveOver}
        </button>
      </div>
    </form>
  );
}
