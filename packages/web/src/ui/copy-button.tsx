import { useEffect, useState } from 'react';
import { useLanguage } from '../i18n/language.ts';

interface CopyButtonProps {
  readonly label: string;
  readonly read: () => string;
  readonly doneLabel?: string;
  readonly className?: string;
}

/** Copies a text and says so. */
export function CopyButton({ label, read, doneLabel, className = 'button' }: CopyButtonProps) {
  const { t } = useLanguage();
  const [state, setState] = useState<'idle' | 'done' | 'failed'>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), 2000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = () => {
    navigator.clipboard.writeText(read()).then(
      () => setState('done'),
      () => setState('failed'),
    );
  };
  const text = state === 'idle' ? label : state === 'done' ? (doneLabel ?? t.copied) : t.errors.copyFailed;
  return (
    <button type="button" className={className} onClick={copy}>
      <span aria-live="polite">{text}</span>
    </button>
  );
}
