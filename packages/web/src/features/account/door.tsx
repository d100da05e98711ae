import { type ReactNode, useEffect } from 'react';
import favicon from '../../app/favicon.svg';
import { LanguageChoice } from '../../app/language-choice.tsx';
import { useLanguage } from '../../i18n/language.ts';
import './account.css';

interface DoorProps {
  readonly title: string;
  readonly lead?: string;
  readonly children: ReactNode;
}

/** What surrounds the pages for whoever is not in yet: the name, the language, one thing to do. */
export function Door({ title, lead, children }: DoorProps) {
  const { t } = useLanguage();
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
        <LanguageChoice />
      </header>
      <main className="door-main">
        <h1 className="content-title">{title}</h1>
        {lead === undefined ? null : <p className="content-lead">{lead}</p>}
        {children}
      </main>
    </div>
  );
}
