import { useLanguage } from '../../i18n/language.ts';
import { useExploreStore } from './explore-store.ts';

/** Undo and redo, which say in the page's language what they took back or did again. */
export function useSteps(): { readonly undo: () => void; readonly redo: () => void } {
  const { t } = useLanguage();
  const { undo, redo } = useExploreStore.getState();
  return { undo: () => undo(t.defining.undone), redo: () => redo(t.defining.redone) };
}
