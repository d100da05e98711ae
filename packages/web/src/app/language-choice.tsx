import { changeLanguage, type Language, useLanguage } from '../i18n/language.ts';
import { Segmented } from '../ui/segmented.tsx';
import { showToast } from '../ui/toast.tsx';
import { loadChunk } from './load-chunk.ts';

/** Which language the page is in, and the change to another. */
export function LanguageChoice() {
  const { lang, t } = useLanguage();
  const choose = (chosen: Language) => {
    changeLanguage(chosen, loadChunk).catch(() => showToast(t.shell.languageLost, 'problem'));
  };
  return (
    <Segmented
      small
      label={t.language.label}
      value={lang}
      options={[
        { value: 'ko', label: t.language.ko },
        { value: 'en', label: t.language.en },
      ]}
      onChange={choose}
    />
  );
}
