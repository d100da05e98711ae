import { useId, useRef, useState } from 'react';
import { useAudienceSearch } from '../../api/audience-list.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Icon } from '../../ui/icon.tsx';
import { useUnsaved } from '../../ui/unsaved.tsx';

interface TagsFieldProps {
  readonly tags: readonly string[];
  readonly problem: string | null;
  readonly onChange: (tags: readonly string[]) => void;
}

/** Tags, each taken out by its button; Enter or a comma adds what was typed, leaving the field too. */
export function TagsField({ tags, problem, onChange }: TagsFieldProps) {
  const { t } = useLanguage();
  // Tags of all come with any of them.
  const list = useAudienceSearch('', 1);
  const [text, setText] = useState('');
  useUnsaved(text.trim() !== '');
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const texts = t.audiences.save;
  const add = (typed: string) => {
    const added = typed
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== '');
    setText('');
    if (added.length > 0) onChange([...new Set([...tags, ...added])]);
  };
  const remove = (tag: string) => {
    onChange(tags.filter((other) => other !== tag));
    field.current?.focus();
  };
  return (
    <div className="field">
      <label htmlFor={id} className="field-label">
        {texts.tags}
      </label>
      <div className="tags-field">
        {tags.map((tag) => (
          <span key={tag} className="tag">
            {tag}
            <button type="button" className="tag-remove" aria-label={texts.removeTag(tag)} onClick={() => remove(tag)}>
              <Icon name="close" size={12} />
            </button>
          </span>
        ))}
        <input
          ref={field}
          id={id}
          className="input"
          value={text}
          list={`${id}-known`}
          placeholder={texts.addTag}
          autoComplete="off"
          aria-describedby={`${id}-hint`}
          aria-invalid={problem !== null}
          onChange={(event) => {
            if (event.target.value.includes(',')) add(event.target.value);
            else setText(event.target.value);
          }}
          onKeyDown={(event) => {
            // While letters of Korean are being put together Enter belongs to the input method.
            if (event.key !== 'Enter' || event.nativeEvent.isComposing || text.trim() === '') return;
            event.preventDefault();
            add(text);
          }}
          onBlur={() => add(text)}
        />
        <datalist id={`${id}-known`}>
          {list.data?.tags
            .filter(({ tag }) => !tags.includes(tag))
            .map(({ tag }) => (
              <option key={tag} value={tag} />
            ))}
        </datalist>
      </div>
      <span
        id={`${id}-hint`}
        className={problem === null ? 'hint' : 'field-problem'}
        role={problem === null ? undefined : 'alert'}
      >
        {problem ?? texts.tagsHint}
      </span>
    </div>
  );
}
