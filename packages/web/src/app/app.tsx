import { QueryClientProvider, useIsFetching } from '@tanstack/react-query';
import { Tooltip } from 'radix-ui';
import { Suspense, useEffect, useState } from 'react';
import { Redirect, Route, Switch, useLocation, useSearchParams } from 'wouter';
import { useMe } from '../api/accounts.ts';
import { watchConnection } from '../api/connection.ts';
import { makeQueryClient } from '../api/queries.ts';
import { SignInAgain } from '../features/account/sign-in-again.tsx';
import { loadDrawers, loadPortrait, loadSaveDialog } from '../features/explore/load-later.ts';
import { loadLanguages, useLanguage } from '../i18n/language.ts';
import { TableSkeleton } from '../ui/skeleton.tsx';
import { Toasts } from '../ui/toast.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { GuardedPage } from './guarded-page.tsx';
import { Header } from './header.tsx';
import { HeaderToolsContext } from './header-tools.tsx';
import { makeLazyPage } from './lazy-page.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { DOOR_PATHS, findPage, findPermission, PAGE_PERMISSIONS, PAGES, PATHS } from './routes.ts';
import { StatusBars } from './status-bars.tsx';

const loadExplore = () => import('../features/explore/explore-page.tsx').then((m) => ({ default: m.ExplorePage }));
const loadAudiences = () => import('../features/audiences/audiences-page.tsx').then((m) => ({ default: m.AudiencesPage }));
const loadAudience = () => import('../features/audiences/audience-page.tsx').then((m) => ({ default: m.AudiencePage }));
const loadOverlap = () => import('../features/audiences/overlap-page.tsx').then((m) => ({ default: m.OverlapPage }));
const loadCatalog = () => import('../features/catalog-page/catalog-page.tsx').then((m) => ({ default: m.CatalogPage }));
const loadAudit = () => import('../features/audit/audit-page.tsx').then((m) => ({ default: m.AuditPage }));
const loadPrivacy = () => import('../features/privacy/privacy-page.tsx').then((m) => ({ default: m.PrivacyPage }));
const loadAccount = () => import('../features/account/account-page.tsx').then((m) => ({ default: m.AccountPage }));
const loadPeople = () => import('../features/people/people-page.tsx').then((m) => ({ default: m.PeoplePage }));
const loadRoles = () => import('../features/people/roles-page.tsx').then((m) => ({ default: m.RolesPage }));
const loadSignIn = () => import('../features/account/sign-in-page.tsx').then((m) => ({ default: m.SignInPage }));
const loadSetUp = () => import('../features/account/setup-page.tsx').then((m) => ({ default: m.SetUpPage }));
const loadAccept = () => import('../features/account/accept-page.tsx').then((m) => ({ default: m.AcceptPage }));
const SignInPage = makeLazyPage(loadSignIn);
const SetUpPage = makeLazyPage(loadSetUp);
const AcceptPage = makeLazyPage(loadAccept);
const AccountPage = makeLazyPage(loadAccount);
const PeoplePage = makeLazyPage(loadPeople);
const RolesPage = makeLazyPage(loadRoles);
const ExplorePage = makeLazyPage(loadExplore);
const AudiencesPage = makeLazyPage(loadAudiences);
const AudiencePage = makeLazyPage(loadAudience);
const OverlapPage = makeLazyPage(loadOverlap);
const CatalogPage = makeLazyPage(loadCatalog);
const AuditPage = makeLazyPage(loadAudit);
const PrivacyPage = makeLazyPage(loadPrivacy);

/** Begins to load the page of an address, beside whatever else the page waits for; what does not arrive is asked for again later. */
export function beginPage(path: string): void {
  if (findPage(path) === 'explore') loadExplore().catch(() => undefined);
}

/** How long nothing must have been asked for before the other pages are loaded, in milliseconds. */
const QUIET_MS = 1000;

/** The page: what surrounds every page, and the one that the address names. */
export function App() {
  const { lang } = useLanguage();
  const [client] = useState(makeQueryClient);
  useEffect(() => {
    document.documentElement.lang = lang;
  }, [lang]);
  useEffect(() => watchConnection(client), [client]);
  return (
    <ErrorBoundary>
      <QueryClientProvider client={client}>
        <Tooltip.Provider delayDuration={400} skipDelayDuration={200}>
          <Page />
          <Toasts />
        </Tooltip.Provider>
      </QueryClientProvider>
    </ErrorBoundary>
  );
}

/** Whoever is not in yet sees a door, which asks nothing that only those who are in may know. */
function Page() {
  const [path] = useLocation();
  if (!DOOR_PATHS.includes(path)) return <Frame />;
  return (
    <Suspense fallback={<PageOutline />}>
      <Switch>
        <Route path={PATHS.signIn} component={SignInPage} />
        <Route path={PATHS.setUp} component={SetUpPage} />
        <Route path={PATHS.accept} component={AcceptPage} />
      </Switch>
    </Suspense>
  );
}

function Frame() {
  const [path] = useLocation();
  const [toolsPlace, setToolsPlace] = useState<HTMLElement | null>(null);
  const page = findPage(path);
  useOtherPagesLoaded();
  // An audience may be called `overlap`: only what is asked of it tells the two apart.
  const isOverlap = useSearchParams()[0].has('ids') && path === PATHS.overlap;
  return (
    <HeaderToolsContext.Provider value={toolsPlace}>
      <div className={`page page-${page ?? 'none'}`}>
        <Header onToolsPlace={setToolsPlace} />
        <StatusBars />
        {/* A page that breaks leaves the header, so that the others can be reached. */}
        <ErrorBoundary key={page}>
          <Suspense fallback={<PageOutline />}>
            <GuardedPage permission={findPermission(path)}>
              <Switch>
                <Route path={PATHS.explore} component={StartPage} />
                <Route path={PATHS.audiences} component={AudiencesPage} />
                <Route path={PATHS.audience}>
                  {({ id }) => (isOverlap ? <OverlapPage /> : <AudiencePage key={id} id={id} />)}
                </Route>
                <Route path={PATHS.catalog} component={CatalogPage} />
                <Route path={PATHS.audit} component={AuditPage} />
                <Route path={PATHS.privacy} component={PrivacyPage} />
                <Route path={PATHS.account} component={AccountPage} />
                <Route path={PATHS.people} component={PeoplePage} />
                <Route path={PATHS.roles} component={RolesPage} />
                {/* The first version of the page answered here, too. */}
                <Route path="/explore">{() => <Redirect to={`${PATHS.explore}${location.hash}`} replace />}</Route>
                <Route component={NotFoundPage} />
              </Switch>
            </GuardedPage>
          </Suspense>
        </ErrorBoundary>
        <SignInAgain />
      </div>
    </HeaderToolsContext.Provider>
  );
}

/**
 * Explore; who may ask nothing is led to the first page that they may use, unless the address holds a question. Who it is is asked for
 * while the page is on its way, and known when that is there: nothing is asked that would be refused.
 */
function StartPage() {
  const { data: me, isPending } = useMe();
  if (location.hash !== '') return <ExplorePage />;
  if (isPending) return <PageOutline />;
  const isClosed = me !== undefined && ![...me.permissions, ...me.heldBack].includes('audience.ask');
  if (!isClosed) return <ExplorePage />;
  const first = PAGES.find((name) => me.permissions.includes(PAGE_PERMISSIONS[name]));
  return <Redirect to={PATHS[first ?? 'account']} replace />;
}

/** What stands in for a page whose code is on its way. */
function PageOutline() {
  return (
    <main className="content">
      <TableSkeleton rows={8} />
    </main>
  );
}

/** Loads the other pages and languages once this one has its answers: they then open at once, and while the server is away. */
function useOtherPagesLoaded(): void {
  const isQuiet = useIsFetching() === 0;
  useEffect(() => {
    if (!isQuiet) return;
    const timer = setTimeout(() => {
      // One that does not arrive is asked for again when its page is.
      void Promise.allSettled(
        [
          loadExplore,
          loadDrawers,
          loadPortrait,
          loadSaveDialog,
          loadAudiences,
          loadAudience,
          loadOverlap,
          loadCatalog,
          loadAudit,
          loadLanguages,
        ].map((load) => load()),
      );
    }, QUIET_MS);
    return () => clearTimeout(timer);
  }, [isQuiet]);
}
