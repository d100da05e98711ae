import { useEffect, useRef } from 'react';
import { useLanguage } from '../../i18n/language.ts';
import { Button } from '../../ui/button.tsx';

interface LoadMoreProps {
  readonly isLoading: boolean;
  readonly onMore: () => void;
}

/** How far below the window the end of a list is taken to be nearly in sight. */
const MARGIN = '600px';

/** The end of a list that goes on: nearly in sight, or pressed, it asks for more. */
export function LoadMore({ isLoading, onMore }: LoadMoreProps) {
  const { t } = useLanguage();
  const end = useRef<HTMLDivElement>(null);
  const ask = useRef(onMore);
  ask.current = onMore;
  useEffect(() => {
    // Watched anew after each page: where that did not fill the window the next one follows.
    if (isLoading || end.current === null) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) ask.current();
      },
      { rootMargin: MARGIN },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [isLoading]);
  return (
    <div ref={end} className="content-tools">
      <Button disabled={isLoading} onClick={onMore}>
        {isLoading ? t.loading : t.audiences.library.more}
      </Button>
    </div>
  );
}
