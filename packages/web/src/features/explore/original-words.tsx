import { useLanguage } from '../../i18n/language.ts';

/** The server's own words, which are English, under what says the same in the reader's language; nothing where that is English. */
export function OriginalWords({ text }: { readonly text: string }) {
  const { t, lang } = useLanguage();
  if (lang === 'en') return null;
  return (
    <details className="original-words">
      <summary>{t.errors.details}</summary>
      <span lang="en">{text}</span>
    </details>
  );
}
