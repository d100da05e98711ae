import { create } from 'zustand';
import type { Dictionary } from './en.ts';

/** Languages of the interface. */
export type Language = 'ko' | 'en';

const STORAGE_KEY = 'silhouette.language';

/** Each language is a file of its own: who reads one does not wait for the other. */
const LOADERS: Readonly<Record<Language, () => Promise<Dictionary>>> = {
  ko: () => import('./ko.ts').then(({ ko }) => ko),
  en: () => import('./en.ts').then(({ en }) => en),
};

/** Korean when the first language a browser asks for that we have is Korean; English otherwise. */
export function chooseLanguage(asked: readonly string[]): Language {
  const known = asked.map((tag) => tag.toLowerCase().split('-')[0]).find((tag) => tag === 'ko' || tag === 'en');
  return known === 'ko' ? 'ko' : 'en';
}

/** The language shown; null until {@link startLanguage} has its texts. */
const useShown = create<{ readonly shown: { readonly lang: Language; readonly t: Dictionary } | null }>()(() => ({
  shown: null,
}));

/**
 * Loads the texts of the language that was chosen before, or that the browser asks for. Nothing is drawn before.
 * @throws what loading throws
 */
export async function startLanguage(): Promise<void> {
  const lang = readStoredLanguage() ?? chooseLanguage(globalThis.navigator?.languages ?? []);
  useShown.setState({ shown: { lang, t: await LOADERS[lang]() } });
}

/** Loads the texts of every language, so that a change is there at once and while the server is away. @throws what loading throws */
export async function loadLanguages(): Promise<void> {
  await Promise.all(Object.values(LOADERS).map((load) => load()));
}

let lastChange = 0;

/**
 * Changes the language once its texts are there; the choice is kept in this browser. `load` is what surrounds the loading: while
 * it runs the choice is kept already, so that a document that is loaded anew comes in it.
 * @throws what loading throws; the choice is then as before
 */
export async function changeLanguage(lang: Language, load: <T>(read: () => Promise<T>) => Promise<T>): Promise<void> {
  const before = readStoredLanguage();
  lastChange += 1;
  const own = lastChange;
  storeLanguage(lang);
  try {
    const t = await load(LOADERS[lang]);
    // Who chose again meanwhile sees that.
    if (own === lastChange) useShown.setState({ shown: { lang, t } });
  } catch (error) {
    if (own === lastChange) storeLanguage(before);
    throw error;
  }
}

function readStoredLanguage(): Language | null {
  try {
    const stored = globalThis.localStorage?.getItem(STORAGE_KEY);
    return stored === 'ko' || stored === 'en' ? stored : null;
  } catch {
    return null;
  }
}

function storeLanguage(lang: Language | null): void {
  try {
    if (lang === null) globalThis.localStorage?.removeItem(STORAGE_KEY);
    else globalThis.localStorage?.setItem(STORAGE_KEY, lang);
  } catch {
    // Storage may be forbidden (private windows): the choice then lasts as long as the page.
  }
}

/** The language of the page with its texts. @throws Error before {@link startLanguage} is done */
export function useLanguage(): { readonly lang: Language; readonly t: Dictionary } {
  const { shown } = useShown();
  if (shown === null) throw new Error('The texts of the page are not loaded yet.');
  return shown;
}
