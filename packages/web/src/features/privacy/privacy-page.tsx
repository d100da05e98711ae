import { useEffect } from 'react';
import { useLanguage } from '../../i18n/language.ts';
import { keepFocus } from '../../ui/keep-focus.ts';
import { AccessForm } from './access-form.tsx';
import { EraseForm } from './erase-form.tsx';
import { ErasureList } from './erasure-list.tsx';
import './privacy.css';

/** Requests of customers: what is held of one, and erasing some. */
export function PrivacyPage() {
  const { t } = useLanguage();
  useEffect(() => {
    document.title = `${t.shell.page.privacy} · ${t.appName}`;
  }, [t]);
  return (
    <main className="content" ref={keepFocus}>
      <header className="content-head">
        <h1 className="content-title">{t.shell.page.privacy}</h1>
        <p className="content-lead grow">{t.privacy.lead}</p>
      </header>
      <div className="privacy-parts">
        <AccessForm />
        <EraseForm />
      </div>
      <ErasureList />
    </main>
  );
}
