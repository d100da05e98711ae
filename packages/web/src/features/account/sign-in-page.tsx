import { Redirect, useSearchParams } from 'wouter';
import { useSignInWays } from '../../api/accounts.ts';
import { PATHS } from '../../app/routes.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Door } from './door.tsx';
import { readNext } from './read-next.ts';
import { SignInForm } from './sign-in-form.tsx';

/** Signing in, and then on to where one wanted to go. */
export function SignInPage() {
  const { t } = useLanguage();
  const ways = useSignInWays();
  const [search] = useSearchParams();
  const next = readNext(search.get('next'));
  if (ways.data?.setUp === true) return <Redirect to={PATHS.setUp} replace />;
  return (
    <Door title={t.accounts.signInTitle}>
      {search.get('problem') === 'sso-refused' ? (
        <p className="field-problem" role="alert">
          {t.accounts.ssoRefused}
        </p>
      ) : null}
      {/* Loaded anew: nothing of somebody who was here before stays. */}
      <SignInForm next={next} onDone={() => location.assign(next)} />
    </Door>
  );
}
