import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useConnection } from '../api/connection.ts';
import { useNewerSnapshot } from '../api/use-newer-snapshot.ts';
import { useLanguage } from '../i18n/language.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { showToast } from '../ui/toast.tsx';

/** What concerns every page: a silent server, and data newer than what is shown. */
export function StatusBars() {
  const isDown = useConnection((state) => state.isDown);
  const isNewer = useNewerSnapshot();
  const { t } = useLanguage();
  useBackToast(isDown);
  if (!isDown && !isNewer) return null;
  return <section aria-label={t.shell.status}>{isDown ? <SilenceBar /> : <NewerBar />}</section>;
}

function SilenceBar() {
  const { t } = useLanguage();
  const { nextTryAtMs, tryNow } = useConnection();
  const secondsLeft = useSecondsLeft(nextTryAtMs);
  return (
    <div className="bar-notice bar-notice-warn">
      <Icon name="warn" />
      <p className="grow">
        {/* Only what has happened is announced: a countdown would be read out every second. */}
        <strong role="alert">{t.shell.silenceTitle}</strong> {t.shell.silenceKept}{' '}
        <span className="bar-notice-wait">
          {secondsLeft === null ? t.shell.silenceAsking : t.shell.silenceWaits(secondsLeft)}
        </span>
      </p>
      <Button onClick={tryNow} disabled={nextTryAtMs === null}>
        {t.shell.tryNow}
      </Button>
    </div>
  );
}

function NewerBar() {
  const { t } = useLanguage();
  const client = useQueryClient();
  const askAgain = async () => {
    await client.invalidateQueries();
    showToast(t.shell.newest);
  };
  return (
    <div className="bar-notice">
      <Icon name="clock" />
      <p className="grow" role="status">
        {t.shell.newer}
      </p>
      <Button onClick={() => void askAgain()}>{t.shell.askAgain}</Button>
    </div>
  );
}

/** Whole seconds until an instant, counted down; null when there is none. */
function useSecondsLeft(atMs: number | null): number | null {
  const [, tick] = useState(0);
  useEffect(() => {
    if (atMs === null) return;
    const timer = setInterval(() => tick((n) => n + 1), 500);
    return () => clearInterval(timer);
  }, [atMs]);
  return atMs === null ? null : Math.max(0, Math.ceil((atMs - Date.now()) / 1000));
}

/** Says once that the server is back. */
function useBackToast(isDown: boolean): void {
  const { t } = useLanguage();
  const [wasDown, setWasDown] = useState(isDown);
  useEffect(() => {
    if (isDown === wasDown) return;
    setWasDown(isDown);
    if (wasDown) showToast(t.shell.back);
  }, [isDown, wasDown, t]);
}
