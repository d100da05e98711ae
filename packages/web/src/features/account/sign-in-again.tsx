import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { Redirect, useLocation } from 'wouter';
import { useMe } from '../../api/accounts.ts';
import { requestJson } from '../../api/request-json.ts';
import { noteSignedIn, useSignedOut } from '../../api/signed-out.ts';
import { PATHS } from '../../app/routes.ts';
import { useLanguage } from '../../i18n/language.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { SignInForm } from './sign-in-form.tsx';
import './account.css';
import type { Me } from '@silhouette/model';

/**
 * Once the server says that nobody is signed in: who was in signs in again over the page, which stays as it is; who was
 * not goes to the sign-in page and comes back.
 */
export function SignInAgain() {
  const { t } = useLanguage();
  const isOut = useSignedOut((state) => state.isOut);
  const client = useQueryClient();
  const me = useMe();
  const [path] = useLocation();
  const known = useRef<string | null>(null);
  if (me.data !== undefined) known.current = me.data.actor.id;
  if (!isOut) return null;
  const here = `${path}${location.search}${location.hash}`;
  if (known.current === null) return <Redirect to={`${PATHS.signIn}?next=${encodeURIComponent(here)}`} replace />;
  const goOn = async () => {
    const now = await requestJson<Me>('/api/me', undefined);
    // Nothing of one person's is shown to another.
    if (now.actor.id !== known.current) return location.assign(PATHS.explore);
    noteSignedIn();
    await client.invalidateQueries();
  };
  return (
    <Dialog title={t.accounts.signInTitle} isOpen onClose={noteSignedIn}>
      <p>{t.accounts.sessionEnded}</p>
      <SignInForm next={here} onDone={() => void goOn()} />
    </Dialog>
  );
}
