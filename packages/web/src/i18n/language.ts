import { create } from 'zustand';
import { type Dictionary, en } from './en.ts';
import { ko } from './ko.ts';

/** Languages of the interface. */
export type Language = 'ko' | 'en';

const STORAGE_KEY = 'silhouette.language';
const DICTIONARIES: Record<Language, Dictionary> = { ko, en };

/** Korean when the first language a browser asks for that we have is Korean; English otherwise. */
export function chooseLanguage(asked: readonly string[]): Language {
  const known = asked.map((tag) => tag.toLowerCase().split('-')[0]).find((tag) => tag === 'ko' || tag === 'en');
  return known === 'ko' ? 'ko' : 'en';
}

interface LanguageState {
  readonly lang: Language;
  readonly setLang: (lang: Language) => void;
}

const useLanguageStore = create<LanguageState>()((set) => ({
  lang: readStoredLanguage() ?? chooseLanguage(globalThis.navigator?.languages ?? []),
  setLang: (lang) => {
    try {
      globalThis.localStorage?.setItem(STORAGE_KEY, lang);
    } catch {
      // Storage may be forbidden (private windows): the choice then lasts as long as the page.
    }
    set({ lang });
  },
}));

function readStoredLanguage(): Language | null {
  try {
    const stored = globalThis.localStorage?.getItem(STORAGE_KEY);
    return stored === 'ko' || stored === 'en' ? stored : null;
  } catch {
    return null;
  }
}

/** The language of the page with its texts, and how to change it. */
export function useLanguage(): LanguageState & { readonly t: Dictionary } {
  const { lang, setLang } = useLanguageStore();
  return { lang, setLang, t: DICTIONARIES[lang] };
}
