import { Component, type ReactNode } from 'react';
import { useLanguage } from '../i18n/language.ts';
import { ErrorNotice } from './error-notice.tsx';
import { forgetFailedPages } from './lazy-page.tsx';
import { ChunkError } from './load-chunk.ts';

/** Shows what went wrong in the page itself, in place of a blank screen. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly error: Error | null }> {
  override state: { readonly error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    if (!(error instanceof ChunkError)) return <CrashNotice error={error} />;
    const retry = () => {
      forgetFailedPages();
      this.setState({ error: null });
    };
    return <ChunkNotice error={error} onRetry={retry} />;
  }

  override componentWillUnmount() {
    if (this.state.error instanceof ChunkError) forgetFailedPages();
  }
}

function CrashNotice({ error }: { readonly error: Error }) {
  const { t } = useLanguage();
  return (
    <main className="full-notice">
      <h1 className="visually-hidden">{t.appName}</h1>
      <ErrorNotice
        title={t.errors.crashTitle}
        kept={t.errors.crashKept}
        advice={t.errors.crashDo}
        details={error.message}
        action={{ label: t.errors.reload, run: () => location.reload() }}
      />
    </main>
  );
}

/** The code of a page did not arrive: nothing is broken but the way to it. */
function ChunkNotice({ error, onRetry }: { readonly error: ChunkError; readonly onRetry: () => void }) {
  const { t } = useLanguage();
  const texts = t.shell.chunk;
  const isNewer = error.kind === 'newer-build';
  return (
    <main className="full-notice">
      <h1 className="visually-hidden">{t.appName}</h1>
      <ErrorNotice
        title={isNewer ? texts.newerTitle : texts.lostTitle}
        kept={texts.kept}
        advice={isNewer ? texts.newerDo : texts.lostDo}
        details={error.message}
        action={isNewer ? { label: t.errors.reload, run: () => location.reload() } : { label: t.retry, run: onRetry }}
      />
    </main>
  );
}
