import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { makeQueryClient } from '../api/queries.ts';
import { ExplorePage } from '../features/explore/explore-page.tsx';
import { useLanguage } from '../i18n/language.ts';
import { ErrorBoundary } from './error-boundary.tsx';

/** The page. */
export function App() {
  const { lang } = useLanguage();
  const [client] = useState(makeQueryClient);
  useEffect(() => {
    document.documentElement.lang = lang;
  }, [lang]);
  return (
    <ErrorBoundary>
      <QueryClientProvider client={client}>
        <ExplorePage />
      </QueryClientProvider>
    </ErrorBoundary>
  );
}
