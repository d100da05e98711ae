import { type ReactNode, useEffect } from 'react';
import favicon from '../../app/favicon.svg';
import { useLanguage } from '../../i18n/language.ts';
import { Segmented } from '../../ui/segmented.tsx';
import './account.css';

interface DoorProps {
  readonly title: string;
  readonly lead?: string;
  readonly children: ReactNode;
}

/** What surrounds the pages for whoever is not in yet: the name, the language, one thing to do. */
export function Door({ title, lead, children }: DoorProps) {
  const { lang, setLang, t } = useLanguage();
  useEffect(() => {
    document.title = `${title} · ${t.appName}`;
  }, [title, t]);
  return (
    <div className="door">
      <header className="door-head">
        <span className="header-brand">
          <img src={favicon} alt="" width="22" height="22" />
          <span className="header-name">{t.appName}</span>
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
      <main className="door-main">
        <h1 className="content-title">{title}</h1>
        {lead === undefined ? null : <p className="content-lead">{lead}</p>}
        {children}
      </main>
    </div>
  );
}
