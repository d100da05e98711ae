import { useEffect, useRef } from 'react';
import { useLanguage } from '../i18n/language.ts';
import { Dialog } from '../ui/dialog.tsx';

/** Keys as they are written on keyboards. */
const KEYS = {
  search: ['/'],
  undo: ['Ctrl', 'Z'],
  redo: ['Ctrl', 'Shift', 'Z'],
  save: ['Ctrl', 'S'],
  move: ['Alt', '↑', '↓'],
  nest: ['Alt', '→', '←'],
  close: ['Esc'],
  help: ['?'],
} as const;
/** In the order in which they are listed. */
const ACTIONS = ['search', 'undo', 'redo', 'save', 'move', 'nest', 'close', 'help'] as const;

/** What can be done from the keyboard alone. */
export function ShortcutsDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const { t } = useLanguage();
  return (
    <Dialog title={t.shell.shortcuts} isOpen={isOpen} onClose={onClose}>
      <dl className="shortcuts">
        {ACTIONS.map((action) => (
          <div key={action}>
            <dt>{t.shell.keys[action]}</dt>
            <dd>
              {KEYS[action].map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

/** `?` asks for help, unless something is being typed. */
export function useQuestionMarkKey(open: () => void): void {
  const latest = useRef(open);
  latest.current = open;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target;
      const isTyping = target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
      if (event.key !== '?' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      latest.current();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
