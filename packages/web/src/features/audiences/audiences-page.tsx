import { useEffect } from 'react';
import { useLanguage } from '../../i18n/language.ts';
import { AudienceLibrary } from './audience-library.tsx';
import './audiences.css';
import './save-dialog.css';

/** The audiences that have been saved. */
export function AudiencesPage() {
  const { t } = useLanguage();
  useEffect(() => {
    document.title = `${t.shell.page.audiences} · ${t.appName}`;
  }, [t]);
  return (
    <main className="content">
      <header className="content-head">
        <h1 className="content-title">{t.shell.page.audiences}</h1>
        <p className="content-lead grow">{t.shell.audiencesLead}</p>
      </header>
      <AudienceLibrary />
    </main>
  );
}
