import { useLanguage } from '../i18n/language.ts';
import { Icon } from './icon.tsx';
import { IconButton } from './icon-button.tsx';

interface SearchFieldProps {
  /** Its name, shown while it is empty. */
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

/** A field to search in what is on the page. */
export function SearchField({ label, value, onChange }: SearchFieldProps) {
  const { t } = useLanguage();
  return (
    <div className="search-field">
      <Icon name="search" />
      <input
        type="search"
        className="input"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        autoComplete="off"
        spellCheck={false}
      />
      {value === '' ? null : <IconButton icon="close" label={t.catalog.clear} onClick={() => onChange('')} />}
    </div>
  );
}
