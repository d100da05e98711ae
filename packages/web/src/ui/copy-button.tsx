import { useEffect, useState } from 'react';
import { useLanguage } from '../i18n/language.ts';

interface CopyButtonProps {
  readonly label: string;
  /** The text; null where there is none to copy, which `noneLabel` tells. */
  readonly read: () => string | null;
  readonly doneLabel?: string;
  readonly noneLabel?: string;
  readonly className?: string;
}

/** How long it says what it did, and why there was nothing to do. */
const DONE_MS = 2000;
const NONE_MS = 6000;

/** Copies a text and says so. */
export function CopyButton({ label, read, doneLabel, noneLabel, className = 'button' }: CopyButtonProps) {
  const { t } = useLanguage();
  const [state, setState] = useState<'idle' | 'done' | 'failed' | 'none'>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), state === 'none' ? NONE_MS : DONE_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = () => {
    const copied = read();
    if (copied === null) {
      setState('none');
      return;
    }
    navigator.clipboard.writeText(copied).then(
      () => setState('done'),
      () => setState('failed'),
    );
  };
  const texts = {
    idle: label,
    done: doneLabel ?? t.copied,
    failed: t.errors.copyFailed,
    none: noneLabel ?? t.errors.copyFailed,
  };
  return (
    <button type="button" className={className} onClick={copy}>
      <span aria-live="polite">{texts[state]}</span>
    </button>
  );
}
