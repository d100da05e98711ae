import { useLanguage } from '../i18n/language.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Segmented } from '../ui/segmented.tsx';
import favicon from './favicon.svg';

interface HeaderProps {
  readonly workspaceName: string;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly onUndo: () => void;
  readonly onRedo: () => void;
  readonly onStartOver: () => void;
  readonly readLink: () => string;
}

/** Name of the data, undo and redo, the link, the language. */
export function Header(props: HeaderProps) {
  const { lang, setLang, t } = useLanguage();
  return (
    <header className="header">
      <button type="button" className="skip-link" onClick={focusDefinition}>
        {t.skipToDefinition}
      </button>
      <span className="header-brand">
        <img src={favicon} alt="" width="22" height="22" />
        <h1 className="header-name">{t.appName}</h1>
        {props.workspaceName === '' ? null : <span className="header-workspace">{props.workspaceName}</span>}
      </span>
      <span className="header-tools">
        <IconButton icon="undo" label={t.undo} disabled={!props.canUndo} onClick={props.onUndo} />
        <IconButton icon="redo" label={t.redo} disabled={!props.canRedo} onClick={props.onRedo} />
        <button type="button" className="button button-quiet" onClick={props.onStartOver}>
          {t.newQuestion}
        </button>
        <CopyButton className="button button-quiet" label={t.copyLink} doneLabel={t.linkCopied} read={props.readLink} />
      </span>
      <Segmented
        small
        label={t.language.label}
        value={lang}
        options={[
          { value: 'ko', label: t.language.ko },
          { value: 'en', label: t.language.en },
        ]}
        onChange={setLang}
      />
    </header>
  );
}

/** Moves the focus past the catalog. */
function focusDefinition(): void {
  document.getElementById('definition')?.focus();
}
