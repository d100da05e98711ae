import { useEffect, useState } from 'react';
import { useSearchParams } from 'wouter';
import { useLanguage } from '../../i18n/language.ts';
import { keepFocus } from '../../ui/keep-focus.ts';
import { Tabs } from '../../ui/tabs.tsx';
import { EntriesView } from './entries-view.tsx';
import { EntryDrawer } from './entry-drawer.tsx';
import { ReviewView } from './review-view.tsx';
import { VerifyPart } from './verify-part.tsx';
import './audit.css';

/** The audit log: entries, whether it is whole, and the monthly review. The address says which entry is open. */
export function AuditPage() {
  const { t } = useLanguage();
  const [params, setParams] = useSearchParams();
  const [part, setPart] = useState<'entries' | 'review'>(params.has('month') ? 'review' : 'entries');
  const asked = Number(params.get('entry') ?? Number.NaN);
  const opened = Number.isSafeInteger(asked) && asked > 0 ? asked : null;
  const open = (sequence: number | null) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      if (sequence === null) next.delete('entry');
      else next.set('entry', String(sequence));
      return next;
    });
  useEffect(() => {
    document.title = `${t.shell.page.audit} · ${t.appName}`;
  }, [t]);
  return (
    <main className="content" ref={keepFocus}>
      <header className="content-head">
        <h1 className="content-title">{t.shell.page.audit}</h1>
        <p className="content-lead grow">{t.audit.lead}</p>
      </header>
      <VerifyPart onOpen={open} />
      <Tabs
        label={t.audit.tabs}
        value={part}
        tabs={[
          { value: 'entries', label: t.audit.entries },
          { value: 'review', label: t.audit.review },
        ]}
        onChange={setPart}
      >
        {part === 'entries' ? <EntriesView onOpen={open} /> : <ReviewView onOpen={open} />}
      </Tabs>
      <EntryDrawer sequence={opened} onClose={() => open(null)} />
    </main>
  );
}
