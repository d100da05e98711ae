import { create } from 'zustand';

/** How the page is lit: as the system says, or always one way. */
export type Theme = 'system' | 'light' | 'dark';

/** Where the choice is kept; `set-theme.js` reads it before anything is painted. */
const STORAGE_KEY = 'silhouette.theme';

interface ThemeState {
  readonly theme: Theme;
  readonly setTheme: (theme: Theme) => void;
}

/** The theme chosen in this browser, and how to choose another. */
export const useTheme = create<ThemeState>()((set) => ({
  theme: readStoredTheme(),
  setTheme: (theme) => {
    try {
      if (theme === 'system') localStorage.removeItem(STORAGE_KEY);
      else localStorage.setItem(STORAGE_KEY, theme);
    } catch {
      // Storage may be forbidden (private windows): the choice then lasts as long as the page.
    }
    showTheme(theme);
    set({ theme });
  },
}));

function readStoredTheme(): Theme {
  try {
    const stored = globalThis.localStorage?.getItem(STORAGE_KEY);
    return stored === 'light' || stored === 'dark' ? stored : 'system';
  } catch {
    return 'system';
  }
}

function showTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
