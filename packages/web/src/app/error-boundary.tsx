import { Component, type ReactNode } from 'react';
import { useLanguage } from '../i18n/language.ts';
import { ErrorNotice } from './error-notice.tsx';

/** Shows what went wrong in the page itself, in place of a blank screen. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly error: Error | null }> {
  override state: { readonly error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render() {
    return this.state.error === null ? this.props.children : <CrashNotice error={this.state.error} />;
  }
}

function CrashNotice({ error }: { readonly error: Error }) {
  const { t } = useLanguage();
  return (
    <main className="full-notice">
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
