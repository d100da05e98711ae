import {
  createContext,
  type Dispatch,
  type Ref,
  type SetStateAction,
  useContext,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useLanguage } from '../i18n/language.ts';
import { Button } from './button.tsx';

/** The forms of a window, by id, in which something is written that is not kept anywhere. */
type UnsavedForms = ReadonlySet<string>;

const NONE: UnsavedForms = new Set();
const UnsavedContext = createContext<Dispatch<SetStateAction<UnsavedForms>> | null>(null);

/** Gives the forms inside a window its ear for {@link useUnsaved}. */
export const UnsavedProvider = UnsavedContext.Provider;

/** Says, from a form within a dialog or drawer, whether closing it would lose what is written: then it asks before it closes. */
export function useUnsaved(isUnsaved: boolean): void {
  const setForms = useContext(UnsavedContext);
  const id = useId();
  // Before the next key can come: an Escape right after a letter asks, too.
  useLayoutEffect(() => {
    if (setForms === null || !isUnsaved) return;
    setForms((forms) => new Set([...forms, id]));
    return () => setForms((forms) => new Set([...forms].filter((other) => other !== id)));
  }, [setForms, id, isUnsaved]);
}

/** {@link useUnsaved} for a form whose parent knows what is written. */
export function Unsaved({ when }: { readonly when: boolean }) {
  useUnsaved(when);
  return null;
}

/** How a window closes: at once, or after asking whether what is written in it is to be dropped. */
export function useGuardedClose(onClose: () => void) {
  const [forms, setForms] = useState(NONE);
  const [wantsToClose, setWants] = useState(false);
  const focused = useRef<Element | null>(null);
  const first = useRef<HTMLButtonElement>(null);
  const isAsking = wantsToClose && forms.size > 0;
  const stay = () => {
    setWants(false);
    // What was written in is inert until the question is gone.
    requestAnimationFrame(() => (focused.current instanceof HTMLElement ? focused.current.focus() : undefined));
  };
  return {
    setForms,
    isAsking,
    stay,
    /** The first answer, which has the focus while it is asked. */
    first,
    close: () => {
      if (forms.size === 0) return onClose();
      if (!isAsking) focused.current = document.activeElement;
      setWants(true);
      // A click beside takes the focus away after it was heard of.
      requestAnimationFrame(() => first.current?.focus());
    },
    leave: () => {
      setWants(false);
      onClose();
    },
    /** For `onEscapeKeyDown`: the key takes the question back first. */
    onEscape: (event: Event) => {
      if (!isAsking) return;
      event.preventDefault();
      stay();
    },
  };
}

interface LeaveQuestionProps {
  readonly first: Ref<HTMLButtonElement>;
  readonly onStay: () => void;
  readonly onLeave: () => void;
}

/** Asks whether what is written is to be dropped; keeping it is the first answer. */
export function LeaveQuestion({ first, onStay, onLeave }: LeaveQuestionProps) {
  const { t } = useLanguage();
  const titleId = useId();
  const textId = useId();
  return (
    <div className="leave-question" role="alertdialog" aria-labelledby={titleId} aria-describedby={textId}>
      <p className="notice-title" id={titleId}>
        {t.leaving.title}
      </p>
      <p id={textId}>{t.leaving.text}</p>
      <div className="leave-ways">
        <Button className="button-danger" onClick={onLeave}>
          {t.leaving.leave}
        </Button>
        <Button look="primary" ref={first} onClick={onStay}>
          {t.leaving.stay}
        </Button>
      </div>
    </div>
  );
}
